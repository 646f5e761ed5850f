import type { PortalCounter } from '../gateways/counter'
import { createPortalEntrance, type EntranceDeps } from './portal-entrance'
import { createPortalLists, type PortalListDeps } from './portal-lists'
import { createPortalPayouts, type PortalPayoutDeps } from './portal-payouts'
import { createPortalSettings, type SettingsDeps } from './portal-settings'

/** The portal of merchants (s42; the publication's figure 10), as the storefront asks for it. */
export function createPortal(deps: EntranceDeps & SettingsDeps & PortalListDeps & PortalPayoutDeps): PortalCounter {
  return { ...createPortalEntrance(deps), ...createPortalSettings(deps), ...createPortalLists(deps), ...createPortalPayouts(deps) }
}
