import { Button, Kbd, Menu, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { BusinessDate } from '../../../preload/contract/date'
import type { SessionState, User } from '../../../preload/contract/people'
import { dateWithDay } from '../../parts/DateText'
import { speak, useWords } from '../../words'
import { useSignOut } from '../session/sign-out'
import { openCommands } from './Commands'
import styles from './frame.module.css'
import { isScheme, SCHEMES } from './scheme'

/** Business day, search, and who sits here. */
export function TopBar({ session, user, onLock }: { session: SessionState; user: User; onLock: () => void }) {
  const { t, language } = useWords()
  const today = BusinessDate.safeParse(session.today)
  return (
    <header className={styles.top}>
      <span className={styles.brand}>Daiko</span>
      <span className={styles.day}>{today.success ? t('frame.businessDay', { day: dateWithDay(today.data, language) }) : null}</span>
      <button type="button" className={styles.find} onClick={openCommands} aria-keyshortcuts="Control+K">
        <span>{t('frame.find')}</span>
        <Kbd size="xs">Ctrl+K</Kbd>
      </button>
      <PersonMenu user={user} />
      <Button variant="default" size="compact-sm" onClick={onLock} title="Ctrl+Shift+L">
        {t('frame.lock')}
      </Button>
    </header>
  )
}

function PersonMenu({ user }: { user: User }) {
  const { t, language } = useWords()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { signOut } = useSignOut()
  const roles = user.roles.map((role) => t(`nouns.role.${role}`)).join(t('frame.roleSeparator'))
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" className={styles.person}>
          {t('frame.person', { name: user.displayName, roles })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('frame.appearance')}</Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          value={colorScheme}
          aria-label={t('frame.appearance')}
          data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`frame.${scheme}`) }))}
          onChange={(value) => isScheme(value) && setColorScheme(value)}
        />
        <Menu.Divider />
        <Menu.Item onClick={() => speak(language === 'ja' ? 'en' : 'ja')} lang={language === 'ja' ? 'en' : 'ja'}>
          {t('frame.otherLanguage')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={signOut}>{t('frame.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
