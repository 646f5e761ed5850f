import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import type { SessionState } from '../../../preload/contract/people'
import { useSessionAct } from '../../api'
import { Code } from '../../parts/Code'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { Card } from './Card'
import styles from './session.module.css'

/** Name and password; in a demonstration the people who can sign in stand below. */
export function SignIn({ session }: { session: SessionState }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useSessionAct('session.signIn')
  const submit = useRef<HTMLButtonElement>(null)
  return (
    <>
      <Card title={t('session.signIn')} text={t('session.signInText')}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            signIn.mutate({ name: name.trim(), password })
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t('session.userName')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              autoComplete="username"
              autoFocus
              required
              withAsterisk={false}
            />
            <PasswordInput
              label={t('session.password')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ 'aria-label': t('session.password') }}
            />
            <RefusalText error={signIn.error} />
            <Button type="submit" loading={signIn.isPending} ref={submit}>
              {t('session.signIn')}
            </Button>
          </Stack>
        </form>
      </Card>
      <DemonstrationPeople
        people={session.demonstrationUsers}
        onChoose={(someone) => {
          setName(someone.name)
          setPassword(someone.password)
          submit.current?.focus()
        }}
      />
    </>
  )
}

type Someone = SessionState['demonstrationUsers'][number]

function DemonstrationPeople({ people, onChoose }: { people: readonly Someone[]; onChoose: (someone: Someone) => void }) {
  const { t } = useWords()
  if (people.length === 0) return null
  return (
    <section className={styles.people} aria-label={t('frame.demonstration')}>
      <p>{t('session.demonstration')}</p>
      <ul>
        {people.map((someone) => (
          <li key={someone.name}>
            <button
              type="button"
              className={styles.someone}
              onClick={() => onChoose(someone)}
              title={t('session.demonstrationUse', { name: someone.displayName })}
            >
              <span>{someone.displayName}</span>
              <span>{someone.roles.map((role) => t(`nouns.role.${role}`)).join(t('frame.roleSeparator'))}</span>
              <Code>
                {someone.name} / {someone.password}
              </Code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
