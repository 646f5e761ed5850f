/*
 * The page's policy, one for both carriers: nothing but what Daiko itself delivers, no inline script, no inline style without
 * this response's nonce. Mantine writes its style elements with the nonce and its style attributes through the object model.
 */

/** Stands in index.html wherever the nonce of a response goes. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__'

/** The Content-Security-Policy of a page whose nonce is this. */
export function csp(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    // The page's own default policy refuses markup; no other policy can be made.
    'trusted-types default',
  ].join('; ')
}

/** The headers of every response, whatever it holds; a page adds its policy. */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': 'no-store',
} as const

/** The page with this response's nonce in every place that waits for it. */
export function withNonce(page: string, nonce: string): string {
  return page.replaceAll(NONCE_PLACEHOLDER, nonce)
}
