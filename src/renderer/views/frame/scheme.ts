import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'
import { preference, remember } from '../../parts/preferences'

export const SCHEMES = ['light', 'dark', 'auto'] as const satisfies readonly MantineColorScheme[]

export function isScheme(value: unknown): value is MantineColorScheme {
  return SCHEMES.some((scheme) => scheme === value)
}

/** Light or dark as this person chose it, else as the machine does. */
export function chosenScheme(): MantineColorScheme {
  const kept = preference('scheme')
  return isScheme(kept) ? kept : 'auto'
}

/** Keeps the choice of light or dark among the person's preferences. */
export const schemeManager: MantineColorSchemeManager = {
  get: () => chosenScheme(),
  set: (value) => remember('scheme', value),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => remember('scheme', null),
}

/** Marks the page light or dark before anything is drawn, so that it does not flash. */
export function paintScheme(): void {
  const chosen = chosenScheme()
  const dark = chosen === 'dark' || (chosen === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
}
