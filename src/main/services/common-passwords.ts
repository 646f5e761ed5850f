/**
 * The words most passwords are made of, in small letters: with digits and signs around them, or repeated, they are the first
 * that a guesser tries. Also the rows of a keyboard, and what a bank's own people would think of.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  password passwort passw passwd passphrase pass pwd mypassword thepassword newpassword changeme changepassword changeit default
  secret topsecret letmein opensesame welcome welcometo hello helloworld iloveyou loveyou ilovejapan trustno trustnoone whatever nothing
  qwerty qwertyuiop qwertyui qwertz qwertyasdf qwertyuiopasdf asdf asdfgh asdfghjkl asdfjkl zxcvbn zxcvbnm qazwsx qazwsxedc qazwsxedcrfv
  qweasd qweasdzxc qweasdzxcqwe poiuytrewq lkjhgfdsa mnbvcxz abc abcabc abcd abcde abcdef abcdefg abcdefgh abcdefghijkl
  admin administrator administrators root superuser supervisor operator manager system sysadmin user username guest test testtest testing tester
  master superman batman spiderman pokemon doraemon pikachu starwars football baseball basketball soccer princess sunshine shadow dragon monkey
  michael jennifer jordan charlie freedom computer internet samsung google microsoft windows facebook dell
  summer winter spring autumn january february monday friday sakura sakurasakura tokyo osaka nihon nippon japan japanese toyota fujisan
  arigatou arigato konnichiwa ohayou kawaii naruto himitsu angou pasuwado パスワード ひみつ 暗証番号 管理者
  bank banking banker ginko ginkou mybank money payment settlement clearing ledger daiko daikodaiko keshikomi seisan kessai
  correcthorsebatterystaple
  `
    .split(/\s+/)
    .filter((word) => word !== ''),
)
