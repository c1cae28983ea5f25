/**
 * Runs in the page. What is outside its card or section, up to the first ancestor that scrolls, and what is cut without a title that has
 * all of it.
 */
export function overflowing(): string[] {
  const slack = 1.5; // borders and rounded widths
  const parts = '.card, article, .notice, section, header, main';
  const isShown = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
  };
  const hasTitle = (element: Element) => element.matches('[title], :has([title]), [title] *');
  const isCut = (element: Element) => {
    const { overflowX } = getComputedStyle(element);
    return (overflowX === 'hidden' || overflowX === 'clip') && element.scrollWidth > element.clientWidth + slack;
  };
  const partOf = (element: Element) => {
    for (let outer = element.parentElement; outer; outer = outer.parentElement) {
      if (outer.matches(parts)) return outer;
      if (getComputedStyle(outer).overflowX !== 'visible') return null;
    }
    return document.documentElement;
  };
  const isOutside = (element: Element) => {
    const part = partOf(element);
    if (!part) return false;
    const [inner, outer] = [element.getBoundingClientRect(), part.getBoundingClientRect()];
    const isBelow = part.matches('.card, article, .notice') && inner.bottom > outer.bottom + slack;
    return isBelow || inner.left < outer.left - slack || inner.right > outer.right + slack;
  };
  const nameOf = (element: Element) => {
    const classes = [...element.classList].map((name) => `.${name}`).join('');
    return `${element.localName}${classes} “${element.textContent.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}”`;
  };

  const isOfPanel = (element: Element) => !element.closest('.unseen, script') && !element.parentElement?.closest('svg');
  const elements = [...document.querySelectorAll('body *')].filter((one) => isOfPanel(one) && isShown(one));
  const outside = new Set(elements.filter(isOutside));
  const outermost = [...outside].filter((element) => !outside.has(element.parentElement!));
  const cut = elements.filter((element) => isCut(element) && !hasTitle(element));
  return [
    ...outermost.map((element) => `${nameOf(element)} is outside ${nameOf(partOf(element)!)}`),
    ...cut.map((element) => `${nameOf(element)} is cut`),
  ];
}
