/* A payer at the company's pages without a browser: reads the plain HTML, types, and follows its links as far as the company goes. */

/** Types a card into the company's form, and passes 3-D Secure or not. Answers the address the payer is sent back to; null: still at the form. */
export async function typeCard(formUrl: string, number: string, secure: 'passes' | 'fails' = 'passes'): Promise<URL | null> {
  const next = await posted(new URL(formUrl), { number, expiry: '12/30', cvc: '123' })
  return next.pathname.startsWith('/3ds/') && next.origin === new URL(formUrl).origin
    ? passSecureStep(next.href, secure)
    : outside(next, formUrl)
}

/** Answers the 3-D Secure page. */
export async function passSecureStep(url: string, secure: 'passes' | 'fails'): Promise<URL | null> {
  return outside(await posted(new URL(url), { secure }), url)
}

/** The payer gives up: where the form's own way back leads. */
export async function goBack(formUrl: string): Promise<URL> {
  const text = await (await fetch(formUrl)).text()
  const [, href] = /<a id="back" href="([^"]*)">/.exec(text) ?? []
  if (href === undefined) throw new Error(`there is no way back at ${formUrl}`)
  return new URL(
    href.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
    formUrl,
  )
}

/** What the payer comes back with, as a gateway is told it. */
export const broughtBy = (back: URL | null): Record<string, string> => Object.fromEntries(back?.searchParams ?? [])

async function posted(url: URL, fields: Record<string, string>): Promise<URL> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  await response.arrayBuffer()
  const location = response.headers.get('location')
  if (response.status !== 303 || location === null) throw new Error(`HTTP ${response.status} at ${url.pathname}`)
  return new URL(location, url)
}

const outside = (next: URL, company: string) => (next.origin === new URL(company).origin ? null : next)
