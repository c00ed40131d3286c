/** The client of the people in the tenant: what they type, click, install and take away. */
import { type BotAnswer, NOT_DELIVERED } from './bot-link.ts';
import { dataOf, executeAction, submitAction } from './card-actions.ts';
import { splitThread, threadOf } from './ids.ts';
import {
  type Activity,
  type Clicked,
  cardInvoke,
  cardSubmit,
  installation,
  type Scene,
  typedMessage,
} from './inbound-activities.ts';
import { cardsOf } from './message-rules.ts';
import { typedText } from './typed-text.ts';
import { membersOf, type Place, type StoredMessage, type User } from './world.ts';

export interface SayOptions {
  /** Whether they mention the bot; they do in channels unless told otherwise. */
  mention?: boolean;
  /** E-mail addresses of people whom the text names as `@` and the address. */
  mentions?: readonly string[];
  /** As a slash command, for the bot's eyes only. */
  targeted?: boolean;
}

/** @property conversation where the bot heard it: the thread in a channel, to look for answers in */
export type Said = BotAnswer & { conversation: string };

export type Inputs = Record<string, string>;
export type InstallTarget = { team: string } | { user: string };

export type People = ReturnType<typeof createPeople>;

/** @param deliver posts an activity to the bot; @param isBotThere whether anybody listens yet */
export function createPeople(
  scene: Scene,
  deliver: (activity: Activity) => Promise<BotAnswer>,
  isBotThere: () => boolean,
) {
  const { world } = scene;

  async function click(
    act: typeof cardInvoke,
    email: string,
    conversation: string,
    message: string,
    inputs: (cards: unknown[]) => Activity,
  ) {
    const { clicked, cards } = see(scene, email, conversation, message);
    const activity = act(scene, clicked, inputs(cards));
    return reachesBot(clicked.place) ? deliver(activity) : NOT_DELIVERED;
  }

  return {
    /** Types a message. In a channel it starts a thread, unless the conversation is one. */
    async say(email: string, conversation: string, text: string, options: SayOptions = {}): Promise<Said> {
      const place = knownPlace(scene, conversation);
      const from = memberOf(place, email, world.user(email));
      const { targeted = false, mention = place.kind === 'channel' && !targeted, mentions = [] } = options;
      const typed = typedText(text, mention ? world.bot : null, mentions.map(world.user));
      const id = world.nextMessageId();
      const root = place.kind === 'channel' ? (splitThread(conversation).root ?? id) : null;
      const message = { id, by: from, activity: { type: 'message', text }, sentAt: world.clock.now() };
      world.store(place, { ...message, root: root === id ? null : root });
      const heard = root === null ? place.id : threadOf(place.id, root);
      // Teams tells a bot in a channel only of what is meant for it.
      const meant = place.kind === 'chat' || mention || targeted;
      if (!meant || !reachesBot(place)) return { ...NOT_DELIVERED, conversation: heard };
      const answer = await deliver(typedMessage(scene, { from, place, root, id, typed, targeted }));
      return { ...answer, conversation: heard };
    },

    /** Clicks the Action.Execute with this verb. Throws when the person cannot see it or the client would not send it. */
    click: (
      email: string,
      conversation: string,
      message: string,
      verb: string,
      inputs: Inputs = {},
    ): Promise<BotAnswer> =>
      click(cardInvoke, email, conversation, message, (cards) => {
        const button = executeAction(cards, verb);
        const { id, title } = button.action;
        return { type: 'Action.Execute', id, title, verb, data: dataOf(button, inputs) };
      }),

    /** The same click from a client that knows no Action.Execute: its fallback, an Action.Submit. */
    submit: (
      email: string,
      conversation: string,
      message: string,
      verb: string,
      inputs: Inputs = {},
    ): Promise<BotAnswer> =>
      click(cardSubmit, email, conversation, message, (cards) => dataOf(submitAction(cards, verb), inputs)),

    /** Adds the bot, again and again if one likes. @returns the bot's answers; none while nobody listens */
    async install(target: InstallTarget): Promise<BotAnswer[]> {
      const { by, place } = placeToInstall(scene, target);
      if (place.kind === 'channel') place.team.installed = true;
      else place.chat.bot = 'open';
      return isBotThere() ? inTurn(installation(scene, by, place, 'add'), deliver) : [];
    },

    async uninstall(target: InstallTarget): Promise<BotAnswer[]> {
      const { by, place } = placeToInstall(scene, target);
      if (place.kind === 'channel') place.team.installed = false;
      else place.chat.bot = 'blocked';
      return isBotThere() ? inTurn(installation(scene, by, place, 'remove'), deliver) : [];
    },
  };
}

async function inTurn(
  activities: Activity[],
  deliver: (activity: Activity) => Promise<BotAnswer>,
): Promise<BotAnswer[]> {
  const answers: BotAnswer[] = [];
  for (const activity of activities) answers.push(await deliver(activity));
  return answers;
}

function reachesBot(place: Place): boolean {
  return place.kind === 'channel' ? place.team.installed : place.chat.bot === 'open';
}

/** The team's General channel with whoever leads the team, or a person's chat. */
function placeToInstall({ world }: Scene, target: InstallTarget): { by: User; place: Place } {
  if ('user' in target) {
    const chat = world.chatOf(target.user);
    return { by: chat.user, place: { kind: 'chat', id: chat.id, chat } };
  }
  const team = world.team(target.team);
  const [by] = team.members;
  if (!by) throw new Error(`nobody is in ${target.team}`);
  return { by, place: { kind: 'channel', id: team.id, name: team.name, team } };
}

/** The cards of a message before the eyes of a person. Throws when they cannot see it. */
function see(scene: Scene, email: string, conversation: string, id: string): { clicked: Clicked; cards: unknown[] } {
  const place = knownPlace(scene, conversation);
  const from = memberOf(place, email, scene.world.user(email));
  const message = scene.world.find(place, id);
  if (!message || !isFor(message, from)) throw new Error(`${email} sees no message ${id} in ${conversation}`);
  const root = place.kind === 'channel' ? (message.root ?? message.id) : null;
  return { clicked: { from, place, root, message: id }, cards: cardsOf(message.activity) };
}

function isFor({ targetedTo }: StoredMessage, { id }: User): boolean {
  return targetedTo === undefined || targetedTo === id;
}

function knownPlace({ world }: Scene, conversation: string): Place {
  const place = world.place(conversation);
  if (!place) throw new Error(`the fake Teams has no conversation ${conversation}`);
  return place;
}

function memberOf(place: Place, email: string, user: User): User {
  if (!membersOf(place).includes(user)) throw new Error(`${email} is not a member of ${place.id}`);
  return user;
}
