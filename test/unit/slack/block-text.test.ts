import { describe, expect, it } from 'vitest';
import { fallbackText } from '../../../src/chat/slack/block-text.ts';

describe('the text beside blocks', () => {
  it('leaves no character that Slack reads as a token', () => {
    expect(fallbackText(['<!channel> & <http://x|y>'])).toBe('&lt;!channel&gt; &amp; &lt;http://x|y&gt;');
  });
});
