import type { FastifyInstance } from 'fastify'
import facts from './styles/facts.css?raw'
import forms from './styles/forms.css?raw'
import frame from './styles/frame.css?raw'
import ground from './styles/ground.css?raw'
import lists from './styles/lists.css?raw'
import notices from './styles/notices.css?raw'
import portal from './styles/portal.css?raw'
import print from './styles/print.css?raw'
import sheets from './styles/sheets.css?raw'
import slip from './styles/slip.css?raw'
import wide from './styles/wide.css?raw'

const DAY_SECONDS = 86_400

/** One style sheet, in the order in which its parts give way to each other. */
const css = [ground, frame, sheets, facts, slip, notices, forms, lists, wide, print, portal].join('\n')

/** The style sheet: the only thing a page loads. */
export async function assetRoutes(server: FastifyInstance): Promise<void> {
  server.get('/assets/storefront.css', (_request, reply) =>
    reply.header('cache-control', `public, max-age=${DAY_SECONDS}`).type('text/css; charset=utf-8').send(css),
  )
}
