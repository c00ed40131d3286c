/** `v3/conversations/…/activities`: posts, answers in threads, edits and deletions, public or for one person. */
import {
  type Connector,
  type ConnectorCall,
  checkInstalled,
  countCall,
  placeOf,
  type Route,
} from './connector-call.ts';
import { splitThread } from './ids.ts';
import { type BotActivity, partsOf, readActivity } from './message-rules.ts';
import { activityNotFound, badSyntax, type ConnectorAnswer, memberNotFound, notInRoster, refusal } from './refusal.ts';
import { membersOf, type Place, type StoredMessage } from './world.ts';

const ACTIVITIES = 'v3/conversations/:conversation/activities';
const ACTIVITY = `${ACTIVITIES}/:activity`;
const TARGETED_LIFE_MS = 24 * 3_600_000;

export const activityRoutes: Route[] = [
  { method: 'POST', pattern: ACTIVITIES, handler: post },
  { method: 'POST', pattern: ACTIVITY, handler: post },
  { method: 'PUT', pattern: ACTIVITY, handler: edit },
  { method: 'DELETE', pattern: ACTIVITY, handler: remove },
];

function post(connector: Connector, call: ConnectorCall): ConnectorAnswer {
  const { conversation = '', activity: answered } = call.params;
  const place = placeOf(connector, conversation);
  countCall(connector, 'send', place.id);
  const targeted = isTargeted(call);
  if (targeted) checkTargetable(place);
  checkInstalled(place);
  const activity = readActivity(call.json, call.body, conversation, connector.tooBig);
  const root = rootOf(connector, place, answered ?? splitThread(conversation).root);
  return addMessage(connector, place, activity, {
    root,
    ...(targeted ? { targetedTo: recipientOf(place, activity) } : {}),
  });
}

/**
 * Stores what the bot posts.
 * @returns 201 with the message's id; 202 with nothing for what Teams makes several messages of
 */
export function addMessage(
  { world }: Connector,
  place: Place,
  activity: BotActivity,
  { id = world.nextMessageId(), ...how }: Pick<StoredMessage, 'root' | 'targetedTo'> & { id?: string },
): ConnectorAnswer {
  // `typing` is shown and gone.
  if (activity.type !== 'message') return { status: 201, body: { id } };
  const message: StoredMessage = { id, by: 'bot', activity, sentAt: world.clock.now(), ...how };
  world.store(place, message);
  if (partsOf(activity) === 1) return { status: 201, body: { id } };
  return { status: 202 };
}

function edit(connector: Connector, call: ConnectorCall): ConnectorAnswer {
  const { conversation = '' } = call.params;
  const message = ownMessage(connector, call);
  const activity = readActivity(call.json, call.body, conversation, connector.tooBig);
  if (message.targetedTo && activity.recipient) throw refusal(400, 'Bad Argument', 'Recipient cannot be changed.');
  if (partsOf(activity) > 1) throw badSyntax('Activity resulted into multiple skype activities');
  message.activity = activity;
  return { status: 200, body: { id: message.id } };
}

function remove(connector: Connector, call: ConnectorCall): ConnectorAnswer {
  const message = ownMessage(connector, call);
  connector.world.remove(placeOf(connector, call.params.conversation), message.id);
  return { status: 200 };
}

/** The message that an edit or a deletion names. Throws a `Refusal` unless it is the bot's, and there, and public or not as named. */
function ownMessage(connector: Connector, call: ConnectorCall): StoredMessage {
  const { world } = connector;
  const place = placeOf(connector, call.params.conversation);
  countCall(connector, 'edit', place.id);
  checkInstalled(place);
  const message = world.find(place, call.params.activity ?? '');
  if (!message || isTargeted(call) !== (message.targetedTo !== undefined)) throw activityNotFound();
  const age = world.clock.now().getTime() - message.sentAt.getTime();
  if (message.targetedTo && age > TARGETED_LIFE_MS) throw activityNotFound();
  if (message.by !== 'bot') throw refusal(403, 'NotEnoughPermissions', 'The bot did not send this message.');
  return message;
}

function isTargeted(call: ConnectorCall): boolean {
  return call.query.get('isTargetedActivity') === 'true';
}

function checkTargetable(place: Place): void {
  if (place.kind === 'chat') throw badSyntax('Targeted messages are not available in one-on-one chats.');
  if (!place.team.installed) throw notInRoster(404);
}

function recipientOf(place: Place, { recipient }: BotActivity): string {
  if (!recipient) throw refusal(400, 'Bad Argument', 'Recipient is required.');
  if (!membersOf(place).some(({ id }) => id === recipient.id)) throw memberNotFound();
  return recipient.id;
}

/** The root of the thread that a post belongs to. Chats have no threads: what is answered there is only said. */
function rootOf({ world }: Connector, place: Place, answered: string | null): string | null {
  if (answered === null) return null;
  const message = world.find(place, answered);
  if (!message) throw activityNotFound();
  return place.kind === 'chat' ? null : (message.root ?? message.id);
}
