import cookies from '@fastify/cookie'
import type { FastifyInstance } from 'fastify'
import type { Counter } from '../../../counter'
import { refuseForeign } from '../../own-pages'
import { accountPages } from './account'
import { awaitingPages } from './awaiting'
import { orderPages } from './order'
import { orderListPages } from './orders'
import { payoutDetailPages } from './payout'
import { payoutPages } from './payouts'
import { securityPages } from './security'
import { entered, type PortalOptions } from './session'
import { settingsPages } from './settings'
import { signInPages } from './sign-in'

/*
 * The portal of merchants (s42; the publication's figure 10). Every page but the sign-in and the invitation needs a session; every form
 * brings its token back; what was taken leads to a page that can be loaded again.
 */
export async function portalPages(
  server: FastifyInstance,
  { counter, secure }: { counter: Pick<Counter, 'portal' | 'orders'>; secure: boolean },
): Promise<void> {
  const options: PortalOptions = { portal: counter.portal, secure }
  await server.register(cookies)
  server.addHook('onRequest', refuseForeign)
  server.get('/portal', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (visitor) await visitor.go('/portal/orders')
  })
  signInPages(server, options)
  orderListPages(server, options, counter.orders)
  orderPages(server, options, counter.orders)
  for (const pages of [awaitingPages, payoutPages, payoutDetailPages, settingsPages, accountPages, securityPages]) pages(server, options)
}
