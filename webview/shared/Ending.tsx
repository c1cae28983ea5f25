/** Shown instead of everything else by a panel that has nothing more to show. */
export function Ending({ children }: { children: string }) {
  return (
    <main class="welcome">
      <h1>{children}</h1>
    </main>
  );
}
