import { appendAudit } from '../../src/main/ledger/audit'
import { openLedger } from '../../src/main/ledger/ledger'
import { done } from '../../src/preload/contract/errors'
import { AccountId } from '../../src/preload/contract/ids'
import { fixedClock, valueIn } from './ledger'

/* A process that opens a ledger, writes so many units of work as fast as it can, and says the identities it made. */
const [, , path = '', units = '0', name = ''] = process.argv
const ledger = valueIn(await openLedger({ path, clock: fixedClock(), create: true }))
const ids: number[] = []
for (let unit = 0; unit < Number(units); unit++) {
  const written = await ledger.write({ actor: `cli:${name}`, seat: name }, async (writer) => {
    const id = writer.newId()
    await writer.db
      .insertInto('accounts')
      .values({ id: AccountId.parse(id), code: `${name}:${unit}` })
      .execute()
    await appendAudit(writer, { stream: 'ledger', action: 'tried', subject: `unit:${unit}` })
    return done(id)
  })
  ids.push(valueIn(written))
}
await ledger.close()
console.log(JSON.stringify(ids))
