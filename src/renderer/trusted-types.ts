/*
 * First of all that runs: the one policy that may make markup, scripts or script addresses from text. It refuses all
 * that could be markup, so that nothing in the page can turn a string into code.
 */
interface TrustedTypesFactory {
  createPolicy(name: 'default', rules: Record<'createHTML' | 'createScript' | 'createScriptURL', (text: string) => string>): unknown
}

declare global {
  interface Window {
    readonly trustedTypes?: TrustedTypesFactory
  }
}

/** Lets plain text through and refuses everything that a parser could take for markup. */
export function plainTextOnly(text: string): string {
  if (text.includes('<')) throw new TypeError('Markup from text is refused')
  return text
}

function refused(): never {
  throw new TypeError('Script from text is refused')
}

window.trustedTypes?.createPolicy('default', { createHTML: plainTextOnly, createScript: refused, createScriptURL: refused })
