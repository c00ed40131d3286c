/** The problem stays noted, so that the conversation is looked up anew. $1: platform */
export const RETRY_PROBLEMS = `
  UPDATE conversation SET held_until = NULL WHERE platform = $1 AND problem IS NOT NULL RETURNING id`;
