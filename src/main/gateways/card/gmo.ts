import { z } from 'zod'
import type { BusinessDate } from '../../../preload/contract/date'
import type { CardCompany, CardNotice } from '../card-company'
import { companyAddress } from './address'
import type { GmoShop } from './gmo-call'
import { capture, letGo, refund } from './gmo-changes'
import { finishGmo } from './gmo-finish'
import { callsOf } from './gmo-shop'

/*
 * GMO-PG, protocol type, by what public clients show. `companyId` is our own reference (OrderID): AccessID and AccessPass open a payment like a
 * password, so they are asked anew (SearchTrade) whenever they are needed, and never leave this folder. The company knows no keys: every act
 * looks first and says the amount that shall stand afterwards, so that doing it twice does nothing more.
 *
 * A card that was refused leaves the payment UNPROCESSED: `finish` tells `declined`, a later `look` can only say `waiting`.
 */

export interface GmoAccess extends GmoShop {
  /** The company's form for the card, as agreed with it: given ShopID, OrderID, Amount and RetUrl, it sends the payer back with a token. */
  readonly formUrl: string
  /** What the token is called when the payer comes back. */
  readonly tokenField: string
  /** The date in Japan. */
  readonly today: () => BusinessDate
}

/** The card company GMO-PG, for one shop. Throws where an address is none that may be given a secret or a card. */
export function gmoCards(access: GmoAccess): CardCompany {
  companyAddress(access.apiUrl)
  const form = companyAddress(access.formUrl)
  const calls = callsOf(access)
  return {
    async open({ reference, amount, returnTo }) {
      const url = new URL(form)
      for (const [name, value] of Object.entries({ ShopID: access.shopId, OrderID: reference, Amount: String(amount), RetUrl: returnTo })) {
        url.searchParams.set(name, value)
      }
      return { outcome: 'opened', form: { url: url.href, companyId: reference } }
    },
    finish: (name, payment, returned) => finishGmo(calls, access, name.reference, payment, returned),
    look: ({ reference }) => calls.told(reference),
    capture: ({ reference }, amount) => capture(calls, reference, amount),
    void: ({ reference }) => letGo(calls, reference, access.today()),
    refund: ({ reference }, amount, _key, left) => refund(calls, reference, { amount, left, today: access.today() }),
    readNotice: async (_headers, body) => noticed(body, access.shopId),
  }
}

const Noticed = z.object({ ShopID: z.string(), OrderID: z.string().regex(/^[A-Z0-9-]{1,27}$/), PayType: z.literal('0').optional() })

/** The notice of a result bears no signature: it is taken as a hint which payment to look at, and as nothing else. */
function noticed(body: Uint8Array, shopId: string): CardNotice {
  const read = Noticed.safeParse(Object.fromEntries(new URLSearchParams(Buffer.from(body).toString('utf8'))))
  if (!read.success || read.data.ShopID !== shopId) return { outcome: 'nothing' }
  return { outcome: 'about', name: { reference: read.data.OrderID, companyId: read.data.OrderID } }
}
