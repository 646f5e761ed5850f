import { everyScreenIn } from '../support/every-screen'

everyScreenIn('ja')
