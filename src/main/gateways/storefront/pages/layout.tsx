import type { FastifyReply } from 'fastify'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Language } from '../../../../preload/contract/merchants'
import { type StorefrontWords, wordsIn } from '../words'

/** What every page has: its title, its words, and what stands in it. */
export interface Page {
  readonly title: string
  readonly language: Language
  readonly children: ReactNode
}

function Layout({ title, language, words, children }: Page & { words: StorefrontWords }) {
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${words.bank}`}</title>
        <link rel="stylesheet" href="/assets/storefront.css" />
      </head>
      <body>
        <header>
          <p>{words.bank}</p>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  )
}

/** Sends a page. What people wrote is escaped by the renderer; nothing is ever put in as markup. */
export async function sendPage(reply: FastifyReply, page: Page): Promise<void> {
  const markup = renderToStaticMarkup(<Layout {...page} words={wordsIn(page.language)} />)
  await reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(`<!doctype html>${markup}`)
}
