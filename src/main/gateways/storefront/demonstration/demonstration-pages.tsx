import type { FastifyInstance } from 'fastify'
import type { Counter, DemonstrationCounter } from '../../counter'
import { refuseForeign } from '../own-pages'
import { bankPages } from './bank'
import { createMerchantProgram } from './merchant-program'
import { shopPages } from './shop'
import { tillPages } from './till'

/**
 * The pages that only a demonstration has: a shop, which asks the Merchant API over HTTP as any shop's program does, a bank that pays
 * what a payer was told to pay, and a till that takes slips. None knows the counter's orders: the shop holds a key, the bank is shown the payer's own
 * link, the till a slip.
 */
export interface DemonstrationOptions {
  readonly counter: Pick<Counter, 'links'>
  readonly demonstration: DemonstrationCounter
  /** How people reach the storefront. */
  readonly address: () => string
  /** How a program of this machine reaches its API. */
  readonly api: () => string
  readonly nowMs: () => number
}

export async function demonstrationPages(server: FastifyInstance, options: DemonstrationOptions): Promise<void> {
  const { counter, demonstration, address, api, nowMs } = options
  server.addHook('onRequest', refuseForeign)
  shopPages(server, { name: demonstration.shop.name, program: createMerchantProgram(api, demonstration.shop, nowMs), address })
  bankPages(server, counter.links, demonstration)
  tillPages(server, demonstration)
}
