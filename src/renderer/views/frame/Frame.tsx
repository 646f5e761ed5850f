import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { SessionState, User } from '../../../preload/contract/people'
import { isPermitted } from '../../../preload/contract/permissions'
import { useSessionAct } from '../../api'
import { KeysDialog } from '../../parts/KeyHint'
import { type KeyBinding, useKeys, usePresentKeys } from '../../parts/keys'
import { useWords } from '../../words'
import { Boundary } from './Boundary'
import { Commands, openCommands } from './Commands'
import styles from './frame.module.css'
import { useIdleLock } from './idle-lock'
import { Navigation } from './Navigation'
import { placesFor } from './places'
import { StatusBar } from './StatusBar'
import { TopBar } from './TopBar'

/** The frame around every view: top bar, places on the left, status bar, the keys that work everywhere. */
export function Frame({ session, user, children }: { session: SessionState; user: User; children: ReactNode }) {
  const { t } = useWords()
  const [path, navigate] = useLocation()
  const lock = useSessionAct('session.lock')
  const mine = useMemo(() => placesFor((permission) => isPermitted(permission, user.roles)), [user.roles])
  const [shownKeys, setShownKeys] = useState<readonly KeyBinding[] | null>(null)
  const present = usePresentKeys()
  const main = useRef<HTMLElement>(null)
  useIdleLock(session.idleMinutes, () => lock.mutate({}))
  useKeys([
    ...mine.map((place) => ({
      keys: `g ${place.letter}`,
      label: t('frame.go', { place: t(place.word) }),
      run: () => navigate(place.path),
    })),
    { keys: 'Ctrl+k', label: t('frame.openFind'), run: openCommands, inFields: true },
    { keys: 'Ctrl+Shift+l', label: t('frame.lockNow'), run: () => lock.mutate({}), inFields: true },
    { keys: '?', label: t('frame.keys'), run: () => setShownKeys(present) },
  ])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place takes the focus, so that a screen reader begins there
  useEffect(() => main.current?.focus({ preventScroll: true }), [path])
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        {t('frame.skip')}
      </a>
      <TopBar session={session} user={user} onLock={() => lock.mutate({})} />
      <Navigation places={mine} path={path} />
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <Boundary key={path}>{children}</Boundary>
      </main>
      <StatusBar />
      <Commands places={mine} onLock={() => lock.mutate({})} />
      <KeysDialog opened={shownKeys !== null} onClose={() => setShownKeys(null)} keys={shownKeys ?? []} />
    </div>
  )
}
