import { join } from 'node:path'
import { type Core, systemClock } from '../compose'
import { serveUntilStopped, untilStopped, withShop } from '../transport/serving'
import { type Desk, log, Refused, type Told } from './desk'

/* A core that stays until it is asked to end: for a browser of this machine, or for shops and payers without any desk. */

export async function serve(desk: Desk, { port = 0, json }: { port?: number; json?: boolean }): Promise<Told> {
  const shop = desk.core.shop()
  await serveUntilStopped({
    core: desk.core,
    port,
    pages: join(import.meta.dirname, '..', 'renderer'),
    log,
    monotonicMs: () => systemClock().monotonicMs(),
    openBrowser: false,
    say: (line) =>
      console.log(json ? JSON.stringify({ address: line.replace(/^[^h]*/, ''), ...(shop ? { shop } : {}) }) : withShop(line, shop)),
  })
  return { answer: {}, lines: [] }
}

/** Runs the storefront alone: no window, no address for a desk. Refuses gateway_off where it cannot listen; the log says why. */
export async function serveStorefront({ core }: Desk, { json }: { json?: boolean }): Promise<Told> {
  const address = storefrontOf(core)
  const shop = core.shop()
  console.log(json ? JSON.stringify({ storefront: address, ...(shop ? { shop } : {}) }) : withShop(`Storefront: ${address}`, shop))
  await untilStopped()
  return { answer: {}, lines: [] }
}

function storefrontOf(core: Core): string {
  const address = core.addressOf('storefront')
  if (address === null) throw new Refused({ refusal: 'gateway_off', gateway: 'storefront' })
  return address
}
