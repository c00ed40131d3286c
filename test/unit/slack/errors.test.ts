import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { calling, toChatError } from '../../../src/chat/slack/errors.ts';
import { ChatError } from '../../../src/domain/errors.ts';

function refused(error: string, more: object = {}) {
  return new webApi.WebAPIPlatformError({ ok: false, error, response_metadata: {}, ...more });
}

function failedFetch(cause: unknown) {
  return new webApi.WebAPIRequestError(new TypeError('fetch failed', { cause }));
}

function socketError(code: string) {
  return Object.assign(new Error(code), { code });
}

describe('what Slack refuses', () => {
  it.each([
    ['invalid_blocks', 'never', 'card'],
    ['msg_blocks_too_long', 'never', 'card'],
    ['message_not_found', 'never', 'message'],
    ['edit_window_closed', 'never', 'message'],
    ['not_in_channel', 'never', 'conversation'],
    ['is_archived', 'never', 'conversation'],
    ['messages_tab_disabled', 'never', 'conversation'],
    ['invalid_auth', 'never', 'platform'],
    ['token_revoked', 'never', 'platform'],
    ['ratelimited', 'later', 'conversation'],
    ['request_timeout', 'later', 'platform'],
    ['fatal_error', 'ambiguous', 'platform'],
  ])('%s on a post is %s and about the %s', (code, retry, scope) => {
    expect(toChatError(refused(code), 'post')).toMatchObject({ code, retry, scope });
  });

  it('says what to do about everything that only a person can repair', () => {
    for (const code of [
      'not_in_channel',
      'channel_not_found',
      'is_archived',
      'restricted_action',
      'invalid_auth',
      'missing_scope',
    ]) {
      expect(toChatError(refused(code), 'post').remedy, code).toMatch(/\.$/);
    }
  });

  it('names the scope that is missing', () => {
    const error = toChatError(
      refused('missing_scope', { needed: 'channels:join', provided: 'chat:write' }),
      'repeatable',
    );
    expect(error.remedy).toContain('channels:join');
  });

  it('takes a code it has never heard of for a refusal that an admin must see', () => {
    const error = toChatError(refused('some_new_code'), 'post');
    expect(error).toMatchObject({ code: 'some_new_code', retry: 'never', scope: 'conversation' });
    expect(error.remedy).toContain('docs.slack.dev');
  });

  it('never takes a page of HTML for a code', () => {
    const error = toChatError(refused('<html>Petra Probe, +15550100</html>'), 'post');
    expect(error).toMatchObject({ code: 'bad_answer', retry: 'ambiguous' });
    expect(`${error.message}${error.stack}`).not.toContain('Petra');
  });
});

describe('rate limits', () => {
  it('carry the 7 s that Slack asked for', () => {
    expect(toChatError(new webApi.WebAPIRateLimitedError(7), 'post')).toMatchObject({
      code: 'rate_limited',
      retry: 'later',
      scope: 'conversation',
      retryAfterMs: 7000,
    });
  });

  it('mean 30 s when Slack does not say', () => {
    const error = new Error('Retry header did not contain a valid timeout (url: x, retry-after header: null)');
    expect(toChatError(error, 'repeatable')).toMatchObject({
      code: 'rate_limited',
      scope: 'platform',
      retryAfterMs: 30_000,
    });
  });
});

describe('calls without an answer', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])('%s was never sent: later', (code) => {
    expect(toChatError(failedFetch(socketError(code)), 'post')).toMatchObject({ code: 'not_reached', retry: 'later' });
  });

  it('all addresses refused (localhost has 2) is never sent either', () => {
    const both = new AggregateError([socketError('ECONNREFUSED'), socketError('ECONNREFUSED')]);
    expect(toChatError(failedFetch(both), 'post')).toMatchObject({ code: 'not_reached', retry: 'later' });
  });

  it('one address refused and one reset may have been read: ambiguous', () => {
    const mixed = new AggregateError([socketError('ECONNREFUSED'), socketError('ECONNRESET')]);
    expect(toChatError(failedFetch(mixed), 'post')).toMatchObject({ retry: 'ambiguous' });
  });

  it.each([
    ['a reset connection', failedFetch(socketError('ECONNRESET'))],
    ['a time-out', new webApi.WebAPIRequestError(new DOMException('timed out', 'TimeoutError'))],
    ['an answer that broke off', new TypeError('terminated')],
    ['a 503', new webApi.WebAPIHTTPError(503, 'Service Unavailable', {}, '')],
    ['something thrown that is no error', 'what'],
  ])('%s is ambiguous for a post and later for what can be repeated', (_, error) => {
    expect(toChatError(error, 'post').retry).toBe('ambiguous');
    expect(toChatError(error, 'repeatable').retry).toBe('later');
  });

  it('a 404 is another server: hopeless until SLACK_API_URL is right', () => {
    const error = toChatError(new webApi.WebAPIHTTPError(404, 'Not Found', {}, 'page'), 'post');
    expect(error).toMatchObject({ code: 'http_404', retry: 'never', scope: 'platform' });
    expect(error.remedy).toContain('SLACK_API_URL');
  });
});

describe('calling', () => {
  it('passes on what is translated already', async () => {
    const ours = new ChatError('channel_not_found', { retry: 'never', scope: 'conversation' });
    await expect(calling('post', () => Promise.reject(ours))).rejects.toBe(ours);
  });
});
