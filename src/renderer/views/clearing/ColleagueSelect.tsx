import { NativeSelect } from '@mantine/core'
import { UserId } from '../../../preload/contract/ids'
import { useCall, useSession } from '../../api'
import { useWords } from '../../words'

export interface ColleagueSelectProps {
  value: UserId | null
  onChange: (id: UserId | null) => void
  /** Whether one may choose oneself. */
  oneself: boolean
  takesFocus?: boolean
}

const takeFocus = (element: HTMLSelectElement | null) => element?.focus()

/** Chooses who is to have a deposit. */
export function ColleagueSelect({ value, onChange, oneself, takesFocus }: ColleagueSelectProps) {
  const { t } = useWords()
  const me = useSession()?.user?.id
  const people = (useCall('desk.colleagues', {}).data?.people ?? []).filter(({ id }) => oneself || id !== me)
  return (
    <NativeSelect
      data={[
        { value: '', label: t('desk.choose') },
        ...people.map(({ id, displayName, name }) => ({ value: String(id), label: `${displayName} (${name})` })),
      ]}
      label={t('desk.colleague')}
      onChange={(event) => onChange(UserId.safeParse(Number(event.currentTarget.value)).data ?? null)}
      ref={takesFocus ? takeFocus : undefined}
      size="xs"
      value={value === null ? '' : String(value)}
    />
  )
}
