/** What the person sees when the app fails, with Slack's triangle. */

export function Warning({ text }: { text: string | null }) {
  if (!text) return null;
  return (
    <p className="warning" role="alert">
      <span aria-hidden>⚠️</span> {text}
    </p>
  );
}
