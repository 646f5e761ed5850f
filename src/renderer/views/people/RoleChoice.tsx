import { Checkbox, Stack } from '@mantine/core'
import { Role } from '../../../preload/contract/permissions'
import { useWords } from '../../words'

/** Which roles a person holds, each with what it may do. */
export function RoleChoice({
  value,
  error,
  onChange,
}: {
  value: readonly Role[]
  error?: string | undefined
  onChange: (roles: Role[]) => void
}) {
  const { t } = useWords()
  const choose = (names: readonly string[]) => onChange(Role.options.filter((role) => names.includes(role)))
  return (
    <Checkbox.Group label={t('people.roles')} description={t('people.rolesHint')} value={[...value]} error={error} onChange={choose}>
      <Stack gap={6} mt={6}>
        {Role.options.map((role) => (
          <Checkbox key={role} value={role} label={t(`nouns.role.${role}`)} description={t(`people.role_${role}`)} size="xs" />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
