import type { FastifyInstance } from 'fastify'
import type { Counter } from '../../counter'
import { refuseForeign } from '../own-pages'
import { acceptPage } from './links/accept'
import { payPage, slipPage } from './links/pay'
import { receiptPage } from './links/receipt'
import { refundAccountPage } from './links/refund-account'
import { returnPage } from './links/return'

/**
 * The pages people reach by a signed link, one file each in links/. Each shows how things stand (GET) and takes what is said (POST) at the
 * same address; what was taken leads back to the page, so that going back or loading it again sends nothing a second time.
 */
export async function linkPages(server: FastifyInstance, { counter }: { counter: Pick<Counter, 'links'> }): Promise<void> {
  server.addHook('onRequest', refuseForeign)
  for (const page of [payPage, slipPage, acceptPage, receiptPage, returnPage, refundAccountPage]) page(server, counter.links)
}
