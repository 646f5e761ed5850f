import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { done, type Result, refuse } from '../../../preload/contract/errors'

/*
 * The master key of a ledger where no desktop keeps it: from the environment, or from a file beside the ledger that only its
 * owner can read. On the desktop the system's own key store seals it (shell/).
 */
const KEY_BYTES = 32

export const keyFileOf = (ledgerPath: string): string => `${ledgerPath}.key`

function keyOf(text: string): Result<Buffer> {
  const key = Buffer.from(text.trim(), 'base64')
  return key.length === KEY_BYTES ? done(key) : refuse({ refusal: 'key_unreadable' })
}

/**
 * The master key: `DAIKO_KEY` (32 bytes as base64) where it is set, else the key file, made at first need. Refuses key_unreadable:
 * what is there is no key, such as one that another desktop sealed; or there is none, and the ledger holds what a lost one sealed.
 */
export function masterKey(ledgerPath: string, env: NodeJS.ProcessEnv, holdsSealed: boolean): Result<Buffer> {
  if (env.DAIKO_KEY) return keyOf(env.DAIKO_KEY)
  const path = keyFileOf(ledgerPath)
  if (!existsSync(path) && holdsSealed) return refuse({ refusal: 'key_unreadable' })
  if (!existsSync(path)) writeFileSync(path, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return keyOf(readFileSync(path, 'utf8'))
}
