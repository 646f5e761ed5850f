import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { User } from '../../../preload/contract/people'
import { useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'

/** Sets a password that its owner must change at the next sign-in. */
export function ResetPassword({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useWords()
  const [password, setPassword] = useState('')
  const reset = useAct('people.resetPassword')
  return (
    <Dialog opened title={t('people.resetTitle', { name: user.displayName })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          reset.mutate({ id: user.id, password }, { onSuccess: onClose })
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('people.resetText')}</Text>
          <PasswordInput
            label={t('people.password')}
            description={t('session.passwordHint')}
            value={password}
            required
            withAsterisk={false}
            autoComplete="new-password"
            data-autofocus
            visibilityToggleButtonProps={{ 'aria-label': t('people.password') }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <RefusalText error={reset.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('parts.cancel')}
            </Button>
            <Button type="submit" loading={reset.isPending}>
              {t('people.resetDone')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
