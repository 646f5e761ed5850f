import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { User } from '../../../preload/contract/people'
import { useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { fieldErrors } from '../../parts/form'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { RoleChoice } from './RoleChoice'

/** Another name, other roles, or no more signing in. The user name stays: the audit trail names people by it. */
export function ChangePerson({ user, onReset, onClose }: { user: User; onReset: () => void; onClose: () => void }) {
  const { t } = useWords()
  const [displayName, setDisplayName] = useState(user.displayName)
  const [roles, setRoles] = useState(user.roles)
  const [disabled, setDisabled] = useState(user.disabled)
  const change = useAct('people.change')
  const errors = fieldErrors(change.error, t)
  return (
    <Dialog opened title={t('people.changeTitle', { name: user.name })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate({ id: user.id, displayName: displayName.trim(), roles, disabled }, { onSuccess: onClose })
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('people.displayName')}
            value={displayName}
            error={errors.displayName}
            required
            withAsterisk={false}
            data-autofocus
            onChange={(event) => setDisplayName(event.currentTarget.value)}
          />
          <RoleChoice value={roles} error={errors.roles} onChange={setRoles} />
          <Checkbox
            label={t('people.disable')}
            checked={disabled}
            onChange={(event) => setDisabled(event.currentTarget.checked)}
            size="xs"
          />
          <RefusalText error={change.error} />
          <Group gap="xs">
            <Button variant="subtle" onClick={onReset} mr="auto">
              {t('people.reset')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t('parts.cancel')}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={roles.length === 0}>
              {t('parts.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
