import { request } from 'node:http'

/*
 * A browser of few words over real HTTP: keeps cookies, sends forms as browsers do, follows nothing by itself. What a browser says of
 * where a form comes from can be changed, as other sites would have it.
 */
export interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly text: string
  /** Where it leads, for a redirect. */
  readonly location: string
  readonly setCookies: readonly string[]
}

export type Fields = Readonly<Record<string, string | readonly string[]>>

export class PageVisitor {
  readonly cookies = new Map<string, string>()
  constructor(
    readonly address: string,
    private readonly language = 'ja',
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('GET', path, undefined, headers)
  }

  /** Sends a form with the hidden fields of the page it stands on, as it was shown last. */
  async post(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) body.append(name, each)
    const { origin } = new URL(this.address)
    const own = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded', ...headers }
    return this.ask('POST', path, body.toString(), own)
  }

  /** Opens a page and answers the token of its form. */
  async token(path: string): Promise<string> {
    const { text } = await this.get(path)
    const [, token = ''] = /name="form" value="([^"]*)"/.exec(text) ?? []
    return token
  }

  ask(method: string, path: string, body: string | undefined, headers: Record<string, string>): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = { 'accept-language': this.language, ...(cookie === '' ? {} : { cookie }), ...headers }
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, this.address), { method, headers: sent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const setCookies = response.headers['set-cookie'] ?? []
          this.keep(setCookies)
          const { statusCode = 0, headers: answered } = response
          resolve({
            status: statusCode,
            headers: answered,
            text: Buffer.concat(chunks).toString(),
            location: answered.location ?? '',
            setCookies,
          })
        })
      })
      asked.on('error', reject)
      asked.end(body)
    })
  }

  private keep(setCookies: readonly string[]): void {
    for (const each of setCookies) {
      const [pair = ''] = each.split(';')
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}
