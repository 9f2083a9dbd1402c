// The parts of the Navigation API and of newer DOM interfaces that the scripts use and TypeScript 5.9 does not declare.
interface NavigateEvent extends Event {
  readonly canIntercept: boolean;
  readonly destination: { readonly key: string; readonly url: string; readonly sameDocument: boolean };
  readonly downloadRequest: string | null;
  readonly formData: FormData | null;
  readonly info: unknown;
  readonly navigationType: 'push' | 'replace' | 'traverse' | 'reload';
  readonly sourceElement: Element | null;
  readonly userInitiated: boolean;
  intercept(options: { scroll: 'manual'; focusReset: 'manual'; handler: () => Promise<void> }): void;
  scroll(): void;
}
declare const NavigateEvent: { prototype: NavigateEvent };

interface Navigation {
  readonly currentEntry: { readonly key: string } | null;
  navigate(url: string, options: { history: 'push' | 'replace'; info: unknown }): {
    committed?: Promise<unknown>;
    finished?: Promise<unknown>;
  };
  addEventListener(type: 'navigate', listener: (event: NavigateEvent) => void): void;
  addEventListener(type: 'currententrychange', listener: (event: { navigationType: string | null }) => void): void;
}
declare const navigation: Navigation;

interface Window {
  readonly navigation?: Navigation;
}

interface Navigator {
  readonly connection?: { saveData?: boolean; effectiveType?: string };
}
