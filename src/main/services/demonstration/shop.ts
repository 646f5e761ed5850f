import { done, type Result, refuse } from '../../../preload/contract/errors'
import type { DemonstrationCounter } from '../../gateways/counter'
import { apiKeysOf } from '../../ledger/api-keys'
import type { By } from '../../ledger/ledger'
import { allMerchants } from '../../ledger/merchants'
import { type ApiKeyDeps, apiKeyHandlers, publicKeyOf } from '../api-keys'
import type { Context } from '../context'
import type { Secrets } from '../secrets'
import { merchants } from './cast'

/* The demonstration's shop: a program of its first merchant, with a key like any other's. */

const NAME = 'demonstration shop'
const KEPT = 'demonstration:shop'
const SETTING_UP: By = { actor: 'system', seat: 'set-up' }
const CONTEXT: Context = { seat: { id: 'set-up', kind: 'cli' }, user: null, actor: SETTING_UP.actor, by: SETTING_UP }

/** The shop and its key; a new one where there is none yet, or it was revoked. Refuses what issuing a key refuses. */
export async function demonstrationShop(deps: ApiKeyDeps & { readonly secrets: Secrets }): Promise<Result<DemonstrationCounter['shop']>> {
  const { ledger, secrets } = deps
  const merchant = (await allMerchants(ledger.reader)).find(({ consignorCode }) => consignorCode === merchants[0]?.consignorCode)
  if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
  const kept = await secrets.kept(ledger.reader, KEPT)
  const [key = '', secret = ''] = kept.ok ? (kept.value ?? '').split(' ') : []
  const own = (await apiKeysOf(ledger.reader, merchant.id)).filter(
    ({ name, revokedAt, expiresAt }) => name === NAME && !revokedAt && !expiresAt,
  )
  if (own.some(({ id }) => publicKeyOf(id) === key)) return done({ name: merchant.name, key, secret })
  const [last] = own
  const replaces = last ? { id: last.id, days: 0 } : null
  const issued = await apiKeyHandlers(deps)['merchants.issueApiKey'](CONTEXT, { merchantId: merchant.id, name: NAME, replaces })
  if (!issued.ok) return issued
  const stored = await ledger.write(SETTING_UP, async (writer) =>
    done(await secrets.keep(writer, KEPT, `${issued.value.key} ${issued.value.secret}`)),
  )
  return stored.ok ? done({ name: merchant.name, key: issued.value.key, secret: issued.value.secret }) : stored
}
