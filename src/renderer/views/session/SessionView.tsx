import type { SessionState } from '../../../preload/contract/people'
import { speak, useWords } from '../../words'
import { ChangePassword } from './ChangePassword'
import { FirstAdministrator } from './FirstAdministrator'
import { SignIn } from './SignIn'
import styles from './session.module.css'
import { Unlock } from './Unlock'

export type SessionNeed = 'first_administrator' | 'sign_in' | 'unlock' | 'password_change'

/** What must be done before the desk opens, or null when nothing must. */
export function sessionNeeds(session: SessionState): SessionNeed | null {
  if (!session.setUp) return 'first_administrator'
  if (session.user === null) return 'sign_in'
  if (session.locked) return 'unlock'
  return session.user.mustChangePassword ? 'password_change' : null
}

/** Everything before the desk: first run, sign-in, unlocking, the first change of password. Nothing of the ledger is shown here. */
export function SessionView({ session }: { session: SessionState }) {
  const { t, language } = useWords()
  const need = sessionNeeds(session)
  return (
    <main className={styles.ground}>
      <div className={styles.brand}>
        <span>Daiko</span>
        <button
          type="button"
          className={styles.language}
          lang={language === 'ja' ? 'en' : 'ja'}
          onClick={() => speak(language === 'ja' ? 'en' : 'ja')}
        >
          {t('frame.otherLanguage')}
        </button>
      </div>
      {need === 'first_administrator' ? <FirstAdministrator /> : null}
      {need === 'sign_in' ? <SignIn session={session} /> : null}
      {need === 'unlock' ? <Unlock name={session.user?.displayName ?? ''} /> : null}
      {need === 'password_change' ? <ChangePassword /> : null}
      <p className={styles.version}>{t('session.version', { version: session.version })}</p>
    </main>
  )
}
