/*
 * 利用者: who may work at this desk and in which roles. An administrator registers people and sets first passwords; nobody
 * here can approve what they made themselves, whatever their roles.
 */
import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { User } from '../../../preload/contract/people'
import { useCall, wholeList } from '../../api'
import { Code } from '../../parts/Code'
import { DataTable } from '../../parts/DataTable'
import { formatInstant, InstantText } from '../../parts/DateText'
import { Page } from '../../parts/Page'
import { StatusChip } from '../../parts/StatusChip'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { AddPerson } from './AddPerson'
import { ChangePerson } from './ChangePerson'
import { ResetPassword } from './ResetPassword'

type Open = { dialog: 'add' } | { dialog: 'change' | 'reset'; user: User } | null

const idOf = (user: User) => user.id
const NOBODY: readonly User[] = []

function stateWord(user: User, t: Words): string {
  if (user.disabled) return t('people.disabled')
  return t(user.mustChangePassword ? 'people.mustChange' : 'people.active')
}

function columnsOf(t: Words, open: (open: Open) => void): TableColumn<User>[] {
  const roles = (user: User) => user.roles.map((role) => t(`nouns.role.${role}`)).join(t('frame.roleSeparator'))
  const tone = (user: User) => (user.disabled ? 'quiet' : user.mustChangePassword ? 'wait' : 'done')
  return [
    { id: 'name', header: t('people.name'), width: 112, cell: (user) => <Code>{user.name}</Code>, text: (user) => user.name },
    { id: 'displayName', header: t('people.displayName'), width: 124, cell: (user) => user.displayName, text: (user) => user.displayName },
    { id: 'roles', header: t('people.roles'), width: 170, grow: true, cell: roles, text: roles },
    {
      id: 'state',
      header: t('people.state'),
      width: 164,
      cell: (user) => <StatusChip tone={tone(user)}>{stateWord(user, t)}</StatusChip>,
      text: (user) => stateWord(user, t),
    },
    {
      id: 'lastSignIn',
      header: t('people.lastSignIn'),
      width: 136,
      cell: (user) => <InstantText at={user.lastSignInAt} />,
      text: (user) => (user.lastSignInAt === null ? '' : formatInstant(user.lastSignInAt)),
    },
    {
      id: 'acts',
      header: '',
      width: 84,
      align: 'right',
      text: () => '',
      cell: (user) => (
        <Button size="compact-xs" variant="default" onClick={() => open({ dialog: 'change', user })}>
          {t('people.change')}
        </Button>
      ),
    },
  ]
}

export function PeopleView() {
  const { t } = useWords()
  const [open, setOpen] = useState<Open>(null)
  const list = useCall('people.list', {})
  const users = list.data?.users ?? NOBODY
  const columns = useMemo(() => columnsOf(t, setOpen), [t])
  const close = () => setOpen(null)
  return (
    <Page
      title={t('people.title')}
      counted={list.data ? t('parts.rows', { count: users.length }) : null}
      actions={
        <Button size="xs" onClick={() => setOpen({ dialog: 'add' })}>
          {t('people.add')}
        </Button>
      }
      fill
    >
      <DataTable
        name="people"
        label={t('people.title')}
        pages={wholeList(list, users)}
        columns={columns}
        rowId={idOf}
        empty={{ title: t('people.empty') }}
        onOpen={(user) => setOpen({ dialog: 'change', user })}
      />
      <AddPerson opened={open?.dialog === 'add'} onClose={close} />
      {open?.dialog === 'change' ? (
        <ChangePerson key={open.user.id} user={open.user} onReset={() => setOpen({ dialog: 'reset', user: open.user })} onClose={close} />
      ) : null}
      {open?.dialog === 'reset' ? <ResetPassword key={open.user.id} user={open.user} onClose={close} /> : null}
    </Page>
  )
}
