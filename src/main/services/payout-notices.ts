import type { BusinessDate } from '../../preload/contract/date'
import type { PayoutId } from '../../preload/contract/ids'
import type { Writer } from '../ledger/ledger'
import { payoutOfStatement } from '../ledger/merchant-statements'
import { merchantById } from '../ledger/merchants'
import { insertNotices } from '../ledger/notices'
import type { PayoutNoticeFacts } from './notice-facts'
import { statementNumber } from './statement-facts'
import { merchantAddresses } from './telling'

/*
 * The merchant is told of its payout (s15, s45, s66), once, when the statement of the bank shows it; in the unit of work in which that is
 * written down. Its program is told order by order instead.
 */

/** Tells a merchant, by mail or letter, of what was paid on a day. Of a payout that sent nothing nobody is told. */
export async function tellPayout(writer: Writer, payoutId: PayoutId, paidOn: BusinessDate): Promise<void> {
  const payout = await payoutOfStatement(writer, payoutId)
  const merchant = payout && (await merchantById(writer, payout.merchantId))
  if (!payout || !merchant || payout.net === 0) return
  const { closingOn, net, gross, lines } = payout
  const facts: PayoutNoticeFacts = {
    merchantName: merchant.name,
    registrationNumber: merchant.registrationNumber,
    number: statementNumber(payout, merchant),
    ...{ closingOn, paidOn, net, gross },
    orders: lines,
  }
  const addresses = merchantAddresses(merchant.contacts).filter(({ channel }) => channel !== 'webhook')
  await insertNotices(
    writer,
    addresses.map(({ channel, address }) => ({
      name: 'payout_made',
      to: 'merchant',
      channel,
      address,
      language: merchant.contacts.language,
      about: `payout:${payoutId}`,
      merchantId: merchant.id,
      orderId: null,
      facts,
    })),
  )
}
