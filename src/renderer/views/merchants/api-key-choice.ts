import type { ApiKeyRow } from '../../../preload/contract/api-keys'

/** Keys that another may take the place of: those that still work. */
export function replaceable(keys: readonly ApiKeyRow[]): readonly ApiKeyRow[] {
  return keys.filter(({ state }) => state === 'in_force' || state === 'expiring')
}
