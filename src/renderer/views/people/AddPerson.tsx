import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Role } from '../../../preload/contract/permissions'
import { useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { fieldErrors } from '../../parts/form'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { RoleChoice } from './RoleChoice'

interface Draft {
  name: string
  displayName: string
  password: string
  roles: Role[]
}

const EMPTY: Draft = { name: '', displayName: '', password: '', roles: [] }

/** Registers a person with a first password, which they change at their first sign-in. */
export function AddPerson({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(EMPTY)
  const add = useAct('people.create')
  const errors = fieldErrors(add.error, t)
  const close = () => {
    setDraft(EMPTY)
    add.reset()
    onClose()
  }
  return (
    <Dialog opened={opened} title={t('people.add')} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate({ ...draft, name: draft.name.trim(), displayName: draft.displayName.trim() }, { onSuccess: close })
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('people.addText')}</Text>
          <TextInput
            label={t('people.name')}
            description={t('people.nameHint')}
            value={draft.name}
            error={errors.name}
            required
            withAsterisk={false}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
          <TextInput
            label={t('people.displayName')}
            value={draft.displayName}
            error={errors.displayName}
            required
            withAsterisk={false}
            autoComplete="off"
            onChange={(event) => setDraft({ ...draft, displayName: event.currentTarget.value })}
          />
          <RoleChoice value={draft.roles} error={errors.roles} onChange={(roles) => setDraft({ ...draft, roles })} />
          <PasswordInput
            label={t('people.password')}
            description={t('session.passwordHint')}
            value={draft.password}
            required
            withAsterisk={false}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('people.password') }}
            onChange={(event) => setDraft({ ...draft, password: event.currentTarget.value })}
          />
          <RefusalText error={add.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('parts.cancel')}
            </Button>
            <Button type="submit" loading={add.isPending} disabled={draft.roles.length === 0}>
              {t('people.addDone')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
