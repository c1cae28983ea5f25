/** Where a text stands, for messages: `reviews.csv:17`, or `reviews.parquet: row 17`, as Parquet has no lines. Both count from 1. */
export function placeName(file: string, line: number): string {
  return isParquet(file) ? `${file}: row ${line}` : `${file}:${line}`;
}

/** Whether a file's places are rows and not lines. */
export function isParquet(file: string): boolean {
  return /\.parquet$/i.test(file);
}
