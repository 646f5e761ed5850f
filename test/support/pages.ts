/* Pages of the storefront as a browser without script would ask for them. */

export interface PageAnswer {
  readonly status: number
  readonly html: string
  /** What the page says, without its markup. */
  readonly text: string
  /** Where a browser is sent next; null where it stays. */
  readonly location: string | null
}

async function answerOf(response: Response): Promise<PageAnswer> {
  const html = await response.text()
  const body = html.replace(/^[\s\S]*<main/, '<main').replace(/<\/main>[\s\S]*$/, '')
  return { status: response.status, html, text: plain(body), location: response.headers.get('location') }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#x27': "'" }

function plain(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(#x27|\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim()
}

export async function look(address: string, headers: Record<string, string> = {}): Promise<PageAnswer> {
  return answerOf(await fetch(address, { redirect: 'manual', headers }))
}

/** Sends a form, as the page at that address would. */
export async function send(
  address: string,
  fields: Record<string, string>,
  headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
): Promise<PageAnswer> {
  return answerOf(await fetch(address, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields), headers }))
}
