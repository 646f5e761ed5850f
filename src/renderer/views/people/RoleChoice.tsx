import { Checkbox, Stack } from '@mantine/core'
import { excludingRoles, Role } from '../../../preload/contract/permissions'
import { useWords } from '../../words'

/** Which roles a person holds, each with what it may do; one that a chosen one excludes cannot be added. */
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
  const isExcluded = (role: Role) => !value.includes(role) && excludingRoles([...value, role]).length > 0
  const choose = (names: readonly string[]) => onChange(Role.options.filter((role) => names.includes(role)))
  return (
    <Checkbox.Group label={t('people.roles')} description={t('people.rolesHint')} value={[...value]} error={error} onChange={choose}>
      <Stack gap={6} mt={6}>
        {Role.options.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={t(`nouns.role.${role}`)}
            description={t(`people.role_${role}`)}
            disabled={isExcluded(role)}
            size="xs"
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
