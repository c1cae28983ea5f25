/** What is read of rendered HTML: its texts, with a space for each tag. */
export function textOf(html: string): string {
  return html.replace(/<(?:"[^"]*"|[^">])*>/g, ' ').replace(/\s+/g, ' ');
}
