import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { SmallButton } from './Button.tsx';
import { Icon } from './Icon.tsx';

interface OverlayProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A dialog over the panel: it has the focus until Escape, its button or a click next to it closes it. */
export function Overlay({ title, onClose, children }: OverlayProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current!.showModal(), []);
  const closeOutside = ({ target }: Event) => target === dialog.current && dialog.current!.close();
  return (
    <dialog class="overlay" ref={dialog} aria-label={title} onClose={onClose} onClick={closeOutside}>
      <div class="body">
        <header>
          <h2>{title}</h2>
          <SmallButton name="Close" onClick={() => dialog.current!.close()}>
            <Icon name="close" />
          </SmallButton>
        </header>
        {children}
      </div>
    </dialog>
  );
}
