/**
 * What Teams sends, as far as we read it. Fields that we do not need (names, time zones, clients) go no further, and one that is
 * not as documented counts as not sent, unless nothing can be done without it.
 */
import { z } from 'zod';

const id = z.string().min(1).max(500);
const account = z.object({ id, aadObjectId: z.string().max(100).optional().catch(undefined) });

const mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id, name: z.string().max(500).optional().catch(undefined) }),
  text: z.string().max(1000),
});

const activityShape = z.object({
  type: id,
  id: z.string().max(500).default(''),
  channelId: id,
  serviceUrl: z.url({ protocol: /^https?$/ }),
  from: account,
  recipient: account,
  conversation: z.object({
    id,
    /** `personal`, `channel` or `groupChat`. */
    conversationType: z.string().optional().catch(undefined),
    tenantId: z.string().optional().catch(undefined),
  }),
  channelData: z
    .object({
      tenant: z.object({ id }).optional().catch(undefined),
      team: z
        .object({ id, name: z.string().optional().catch(undefined) })
        .optional()
        .catch(undefined),
      eventType: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  text: z.string().optional().catch(undefined),
  /** What a card's button brings. */
  value: z.unknown().optional(),
  /** Of an invoke. */
  name: z.string().optional().catch(undefined),
  /** Of an installation: `add` or `remove`, with or without `-upgrade`. */
  action: z.string().optional().catch(undefined),
  replyToId: id.optional().catch(undefined),
  entities: z
    .array(z.unknown())
    .default([])
    .catch([])
    .transform((entities) => entities.flatMap((entity) => mention.safeParse(entity).data ?? [])),
  membersAdded: z.array(account).default([]).catch([]),
  membersRemoved: z.array(account).default([]).catch([]),
});

type Shape = z.infer<typeof activityShape>;

/** One thing that happened in Teams. */
export interface TeamsActivity extends Omit<Shape, 'entities'> {
  /** Who is mentioned in the text, and by which part of it. */
  mentions: z.infer<typeof mention>[];
  /** Microsoft Entra tenant; empty where Teams did not say. */
  tenant: string;
  /** The conversation without the thread: what a card's address is. */
  place: string;
  isPersonal: boolean;
}

/** @returns `null` for anything that is no activity */
export function readActivity(body: unknown): TeamsActivity | null {
  const { data } = activityShape.safeParse(body);
  if (!data) return null;
  const { entities, ...activity } = data;
  return {
    ...activity,
    mentions: entities,
    tenant: activity.channelData?.tenant?.id ?? activity.conversation.tenantId ?? '',
    place: withoutThread(activity.conversation.id),
    isPersonal: activity.conversation.conversationType === 'personal',
  };
}

/** `19:…@thread.tacv2;messageid=16…` → `19:…@thread.tacv2` */
function withoutThread(conversation: string): string {
  return conversation.split(';messageid=')[0] ?? conversation;
}
