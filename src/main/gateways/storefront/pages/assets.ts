import type { FastifyInstance } from 'fastify'
import css from './storefront.css?raw'

const DAY_SECONDS = 86_400

/** The style sheet: the only thing a page loads. */
export async function assetRoutes(server: FastifyInstance): Promise<void> {
  server.get('/assets/storefront.css', (_request, reply) =>
    reply.header('cache-control', `public, max-age=${DAY_SECONDS}`).type('text/css; charset=utf-8').send(css),
  )
}
