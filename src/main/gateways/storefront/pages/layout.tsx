import type { FastifyReply } from 'fastify'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Language } from '../../../../preload/contract/merchants'
import { inLanguage } from '../language'
import { type StorefrontWords, wordsIn } from '../words'

/*
 * The frame of every page: whose counter this is and the two languages above, what the page says, the foot. Pages are static markup
 * without script; their parts are in parts/, their look in storefront.css.
 */

/** A place of the portal, above its pages. */
export interface Place {
  readonly href: string
  readonly label: string
  readonly current: boolean
}

/** What every page has: its title, its words, and what stands in it. */
export interface Page {
  readonly title: string
  readonly language: Language
  readonly children: ReactNode
  /** Something is wrong with what was sent: said in front of the window's title, for who cannot see the page. */
  readonly faulty?: boolean
  /** For lists: wider than what is read. */
  readonly broad?: boolean
  readonly places?: readonly Place[]
  /** Whose page it is, where it is not the bank's own: only a demonstration has such pages. */
  readonly owner?: string
}

/** Marks a server of a demonstration: every page says that it is one. */
export const DEMONSTRATION = 'demonstration'

/** As its speakers call it, whatever the page speaks. */
const LANGUAGES: readonly { language: Language; name: string }[] = [
  { language: 'ja', name: '日本語' },
  { language: 'en', name: 'English' },
]

function Languages({ language, address, words }: { language: Language; address: string; words: StorefrontWords }) {
  return (
    <nav className="languages" aria-label={words.frame.language}>
      <ul>
        {LANGUAGES.map((each) => (
          <li key={each.language}>
            {each.language === language ? (
              <span aria-current="true">{each.name}</span>
            ) : (
              <a href={inLanguage(address, each.language)} lang={each.language} hrefLang={each.language}>
                {each.name}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Places({ places, words }: { places: readonly Place[]; words: StorefrontWords }) {
  return (
    <nav className="places" aria-label={words.frame.places}>
      <ul>
        {places.map(({ href, label, current }) => (
          <li key={href}>
            <a href={href} aria-current={current ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

interface Framed extends Page {
  readonly words: StorefrontWords
  /** Where the page can be asked for again; null for what answers something sent. */
  readonly address: string | null
  readonly isDemonstration: boolean
}

function Strip({ words: { demonstration } }: { words: StorefrontWords }) {
  return (
    <div className="strip">
      <p className="strip-row">
        <strong>{demonstration.mark}</strong> {demonstration.strip}
      </p>
    </div>
  )
}

/** What the page's owner has to say below it. */
function Foot({ owner, words: { frame, demonstration } }: { owner: string | undefined; words: StorefrontWords }) {
  return (
    <footer className="foot">
      <div className="foot-row">
        <p>{owner === undefined ? frame.foot : demonstration.foot}</p>
        {owner === undefined ? <p>{frame.neverAsks}</p> : null}
      </div>
    </footer>
  )
}

function Layout({ title, language, words, address, faulty, broad, places, owner, isDemonstration, children }: Framed) {
  const { frame } = words
  const name = owner ?? words.bank
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${faulty ? frame.faulty : ''}${title} · ${name}`}</title>
        <link rel="stylesheet" href="/assets/storefront.css" />
      </head>
      <body className={broad ? 'broad' : undefined}>
        <a className="skip" href="#main">
          {frame.skip}
        </a>
        <header className="bank">
          {isDemonstration ? <Strip words={words} /> : null}
          <div className="bank-row">
            <p className="bank-name">
              <span className="mark" aria-hidden="true" />
              {name}
            </p>
            {address === null ? null : <Languages language={language} address={address} words={words} />}
          </div>
        </header>
        {places ? <Places places={places} words={words} /> : null}
        <main id="main" tabIndex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
        <Foot owner={owner} words={words} />
      </body>
    </html>
  )
}

/** Sends a page. What people wrote is escaped by the renderer; nothing is ever put in as markup. */
export async function sendPage(reply: FastifyReply, page: Page): Promise<void> {
  const address = reply.request.method === 'GET' ? reply.request.url : null
  const isDemonstration = reply.server.hasDecorator(DEMONSTRATION)
  const markup = renderToStaticMarkup(
    <Layout {...page} address={address} isDemonstration={isDemonstration} words={wordsIn(page.language)} />,
  )
  await reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(`<!doctype html>${markup}`)
}
