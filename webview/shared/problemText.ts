/** A message of the engine as a sentence, then what to do. Messages start in lower case, unless with a name, and end without a full stop. */
export function problemText({ message, remedy }: { readonly message: string; readonly remedy: string }): string {
  const start = /^[a-z]+ /.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
  return `${start}${/[.!?]$/.test(message) ? '' : '.'} ${remedy}`;
}
