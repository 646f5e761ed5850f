import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { useSessionAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { Card } from './Card'
import { useSignOut } from './sign-out'

/** A locked desk: the same person opens it again where it was. */
export function Unlock({ name }: { name: string }) {
  const { t } = useWords()
  const [password, setPassword] = useState('')
  const unlock = useSessionAct('session.unlock')
  const { signOut, pending: leaving } = useSignOut()
  return (
    <Card title={t('session.unlockTitle')} text={t('session.unlockText', { name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          unlock.mutate({ password })
        }}
      >
        <Stack gap="sm">
          <PasswordInput
            label={t('session.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            autoFocus
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('session.password') }}
          />
          <RefusalText error={unlock.error} />
          <Group justify="space-between">
            <Button variant="subtle" onClick={signOut} loading={leaving}>
              {t('session.otherPerson')}
            </Button>
            <Button type="submit" loading={unlock.isPending}>
              {t('session.unlock')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
