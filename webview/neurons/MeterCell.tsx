/** A table's cell with a bar as wide as a share, 0 to 1; the cell next to it has the figure. */
export function MeterCell({ share }: { share: number }) {
  return (
    <td class="track-cell" aria-hidden="true">
      <span class="meter" style={{ width: `${100 * share}%` }} />
    </td>
  );
}
