declare global {
  // Read by the libraries that write style elements of their own (a dialog stops the page beneath from scrolling).
  var __webpack_nonce__: string | undefined
}

/** The nonce of this response: style elements must carry it, or the page's policy refuses them. */
export const nonce: string = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''

globalThis.__webpack_nonce__ = nonce
