/** The slash command. Slack keeps `/away` for itself: see `reserved-commands.ts`, and decision 0012. */
export const COMMAND = '/lead';
