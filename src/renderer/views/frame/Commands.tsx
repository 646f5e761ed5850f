import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { writeAddress } from '../../parts/address'
import { speak, useWords } from '../../words'
import { useSignOut } from '../session/sign-out'
import type { Place } from './places'

/** Opens the box that goes anywhere and finds anything. */
export function openCommands(): void {
  spotlight.open()
}

const FINDS = [
  { path: '/orders', word: 'frame.findOrders' },
  { path: '/deposits', word: 'frame.findDeposits' },
  { path: '/merchants', word: 'frame.findMerchants' },
] as const

const folded = (text: string) => text.normalize('NFKC').toLowerCase()

/** Keeps what can be done whose words hold the text, in any width; what is to be found stays as it is. */
export function narrowed(groups: readonly SpotlightActionGroupData[], text: string): SpotlightActionGroupData[] {
  const wanted = folded(text.trim())
  const fits = (action: SpotlightActionGroupData['actions'][number]) =>
    action.id.startsWith('find ') || folded(`${action.label ?? ''} ${action.keywords ?? ''}`).includes(wanted)
  return groups.map((group) => ({ group: group.group, actions: group.actions.filter(fits) })).filter((group) => group.actions.length > 0)
}

/** Ctrl+K: go anywhere this person may, find anything by one text, do what can be done from everywhere. */
export function Commands({ places, onLock }: { places: readonly Place[]; onLock: () => void }) {
  const { t, language } = useWords()
  const [, navigate] = useLocation()
  const [query, setQuery] = useState('')
  const { signOut } = useSignOut()
  const text = query.trim()
  const finds = text === '' ? [] : FINDS.filter((find) => places.some((place) => place.path === find.path))
  const groups: SpotlightActionGroupData[] = [
    {
      group: t('frame.findIn'),
      actions: finds.map((find) => ({
        id: `find ${find.path}`,
        label: t(find.word, { text }),
        onClick: () => navigate(writeAddress(find.path, { q: text })),
      })),
    },
    {
      group: t('frame.goTo'),
      actions: places.map((place) => ({
        id: place.path,
        label: t(place.word),
        keywords: place.path,
        description: `G ${place.letter.toUpperCase()}`,
        onClick: () => navigate(place.path),
      })),
    },
    {
      group: t('frame.do'),
      actions: [
        { id: 'do lock', label: t('frame.lockNow'), keywords: 'lock', onClick: onLock },
        {
          id: 'do language',
          label: t('frame.otherLanguage'),
          keywords: 'language english 日本語',
          onClick: () => speak(language === 'ja' ? 'en' : 'ja'),
        },
        { id: 'do sign out', label: t('frame.signOut'), keywords: 'sign out', onClick: signOut },
      ],
    },
  ]
  return (
    <Spotlight
      actions={narrowed(groups, query)}
      filter={(_query, actions) => actions}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
      nothingFound={t('frame.nothingFound')}
      attributes={{ content: { 'aria-label': t('frame.find') } }}
      transitionProps={{ duration: 0 }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      searchProps={{ placeholder: t('frame.findLong'), 'aria-label': t('frame.find') }}
    />
  )
}
