import { Button, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { useSessionAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { Card } from './Card'
import { agrees, NewPassword, NO_PASSWORD } from './NewPassword'

/** The form itself, used at the first sign-in and in the settings. */
export function ChangePasswordForm({ onDone }: { onDone?: () => void }) {
  const { t } = useWords()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState(NO_PASSWORD)
  const change = useSessionAct('session.changePassword')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate({ current, next: next.first }, { onSuccess: onDone })
      }}
    >
      <Stack gap="sm">
        <PasswordInput
          label={t('session.current')}
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('session.current') }}
        />
        <NewPassword value={next} onChange={setNext} label="session.next" labelAgain="session.nextAgain" />
        <RefusalText error={change.error} />
        <Button type="submit" loading={change.isPending} disabled={!agrees(next)}>
          {t('session.change')}
        </Button>
      </Stack>
    </form>
  )
}

/** The first thing a person does with a password that somebody else set. */
export function ChangePassword() {
  const { t } = useWords()
  return (
    <Card title={t('session.changeTitle')} text={t('session.changeText')}>
      <ChangePasswordForm />
    </Card>
  )
}
