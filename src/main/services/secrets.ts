import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { Reader, Writer } from '../ledger/ledger'
import { sealedSecret, storeSealed } from '../ledger/sealed-secrets'

/*
 * Secrets (passwords of mail servers, keys of merchants) are kept in the ledger sealed only, under a master key that lies
 * elsewhere: a copy of the ledger's file gives none of them away. Nothing here is ever logged.
 */
export const MASTER_KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface Secrets {
  /** A key of its own for one purpose, e.g. the signing of links. */
  derived(purpose: string): Buffer
  /** The text as only this master key opens it. */
  seal(text: string): string
  /** The text again. Refuses key_unreadable: another master key sealed it, or somebody changed it. */
  open(sealed: string): Result<string>
  /** Keeps a secret by name. */
  keep(writer: Writer, name: string, text: string): Promise<void>
  /** A secret by name; null where there is none. Refuses key_unreadable. */
  kept(ledger: Reader, name: string): Promise<Result<string | null>>
}

/** Opens the secrets of a ledger with its master key of 32 bytes. */
export function createSecrets(masterKey: Buffer): Secrets {
  if (masterKey.length !== MASTER_KEY_BYTES) throw new Error(`a master key has ${MASTER_KEY_BYTES} bytes`)
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `daiko ${purpose}`, MASTER_KEY_BYTES))
  const key = derived('seal')

  const seal = (text: string): string => {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
  }
  const open = (sealed: string): Result<string> => {
    try {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return done(Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8'))
    } catch {
      return refuse({ refusal: 'key_unreadable' })
    }
  }
  return {
    derived,
    seal,
    open,
    keep: (writer, name, text) => storeSealed(writer, name, seal(text)),
    kept: async (ledger, name) => {
      const sealed = await sealedSecret(ledger, name)
      return sealed === null ? done(null) : open(sealed)
    },
  }
}
