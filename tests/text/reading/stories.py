"""One report in four languages: the first dialogue of December 2015, restated from the starter record."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Story:
    """A report, the words that its site puts around it, and how its day is written there."""

    language: str
    site: str
    title: str
    paragraphs: tuple[str, ...]
    day: str
    words: dict[str, str]


STORIES: Final = {
    "en": Story(
        language="en",
        site="The Gazette",
        title="China and US hold first ministerial dialogue on cybercrime in Washington",
        paragraphs=(
            "China and the United States held their first high-level joint dialogue on cybercrime and related issues in "
            "Washington on December 1 and 2, and came away with a list of agreed steps.",
            "State Councilor Guo Shengkun chaired the meeting together with Attorney General Loretta Lynch and Secretary "
            "of Homeland Security Jeh Johnson.",
            "Both governments settled guidelines for asking each other for help in cases of cybercrime. The guidelines say "
            "what such a request contains, and how quickly it should be answered.",
            "A tabletop exercise is to be held in the spring of 2016. Experts of both sides will play through several "
            "scenarios, among them an intrusion into the systems of a company, to find out where cooperation is slow.",
            "The two sides decided to set up a hotline for urgent matters. Its scope and procedures are to be worked out "
            "before they meet again.",
            "They also want to work more closely together against child pornography, the misuse of technology by "
            "terrorists, fraud by e-mail, and trade in the tools of cybercrime.",
            "The next dialogue is planned for June 2016 in Beijing, where progress on each of these steps will be "
            "reviewed, according to the summary that both governments released.",
        ),
        day="December 3, 2015",
        words={
            "home": "Home",
            "world": "World",
            "about": "About us",
            "related": "Related stories",
            "comments": "Comments",
            "cookies": "We use cookies to improve your experience on this site. Accept all or choose your settings.",
            "comment": "I think that is a very interesting piece and I will surely tell my friends about it, thanks",
            "other": "Markets close higher after a quiet week of trading in New York and London",
            "published": "Published",
            "print": "Print this page",
            "rights": "All rights reserved.",
            "by": "By our correspondent",
            "share": "Share on Facebook",
            "summary": "What was agreed in the two days of talks.",
            "updated": "Updated",
        },
    ),
    "zh-Hans": Story(
        language="zh-Hans",
        site="每日要闻网",
        title="中美在华盛顿举行首次打击网络犯罪高级别联合对话",
        paragraphs=(
            "首次中美打击网络犯罪及相关事项高级别联合对话十二月一日至二日在华盛顿举行，双方达成多项具体成果。",
            "国务委员郭声琨与美国司法部长林奇、国土安全部长约翰逊共同主持了这次对话，两国有关部门的负责人参加。",
            "双方商定了打击网络犯罪案件协助请求的指导原则，明确请求应当包含的内容，以及对方作出答复的时间要求。",
            "双方决定在二〇一六年春季举行一次桌面推演，由两国专家共同演练若干情景，包括企业系统遭到入侵的情况，以便发现合作中存在的不足。",
            "双方同意建立热线机制，用于处理紧急事项。热线的适用范围和操作程序将在下次对话之前商定，并尽快投入使用。",
            "双方还将在打击网络儿童色情、恐怖分子滥用技术、电子邮件诈骗以及网络犯罪工具交易等方面加强合作，并交流有关信息。",
            "第二次对话计划于二〇一六年六月在北京举行，届时将逐项回顾上述成果的落实进展，双方发表的概要文件对此作了说明。",
        ),
        day="2015年12月3日",
        words={
            "home": "首页",
            "world": "国际",
            "about": "关于我们",
            "related": "相关新闻",
            "comments": "网友评论",
            "cookies": "本网站使用Cookie以改善您的浏览体验。继续浏览即表示您同意我们使用Cookie。",
            "comment": "这篇文章写得很好，我会转发给我的朋友们看看，谢谢编辑的辛勤工作",
            "other": "本周股市小幅上涨，成交量较上周有所减少",
            "published": "发布时间",
            "print": "打印本页",
            "rights": "版权所有，未经许可不得转载。",
            "by": "本网记者",
            "share": "分享到微博",
            "summary": "两天对话达成的主要成果。",
            "updated": "更新时间",
        },
    ),
    "de": Story(
        language="de",
        site="Tagesbericht",
        title="China und die USA führen in Washington ersten Dialog über Cyberkriminalität",
        paragraphs=(
            "China und die Vereinigten Staaten haben am 1. und 2. Dezember in Washington ihren ersten hochrangigen Dialog "
            "über Cyberkriminalität geführt und sich auf eine Reihe von Schritten geeinigt.",
            "Den Vorsitz hatten Staatsrat Guo Shengkun, Justizministerin Loretta Lynch und der Minister für innere "
            "Sicherheit, Jeh Johnson.",
            "Beide Regierungen verständigten sich auf Leitlinien für gegenseitige Ersuchen um Hilfe. Darin steht, was ein "
            "solches Ersuchen enthalten muss und wie schnell es zu beantworten ist.",
            "Im Frühjahr 2016 soll es eine Planübung geben. Fachleute beider Seiten werden mehrere Fälle durchspielen, "
            "darunter den Einbruch in die Systeme eines Unternehmens, um Schwächen der Zusammenarbeit zu finden.",
            "Vereinbart wurde außerdem ein direkter Draht für dringende Angelegenheiten. Umfang und Verfahren sollen vor "
            "dem nächsten Treffen ausgearbeitet werden.",
            "Enger zusammenarbeiten wollen beide Seiten auch gegen Kinderpornografie, den Missbrauch von Technik durch "
            "Terroristen, Betrug per E-Mail und den Handel mit Werkzeugen für Straftaten im Netz.",
            "Der nächste Dialog ist für Juni 2016 in Peking geplant. Dort soll geprüft werden, wie weit die Schritte "
            "gediehen sind, heißt es in der Zusammenfassung beider Regierungen.",
        ),
        day="3. Dezember 2015",
        words={
            "home": "Startseite",
            "world": "Ausland",
            "about": "Über uns",
            "related": "Mehr zum Thema",
            "comments": "Kommentare",
            "cookies": "Wir verwenden Cookies, um Ihnen unsere Seiten angenehmer zu machen. Alle annehmen oder auswählen.",
            "comment": "Das ist ein sehr lesenswerter Beitrag, den ich gern an meine Freunde weitergeben werde, danke",
            "other": "Börse schließt nach einer ruhigen Woche in Frankfurt etwas höher als zuvor",
            "published": "Veröffentlicht",
            "print": "Seite drucken",
            "rights": "Alle Rechte vorbehalten.",
            "by": "Von unserem Korrespondenten",
            "share": "Bei Facebook teilen",
            "summary": "Was an zwei Tagen vereinbart wurde.",
            "updated": "Aktualisiert",
        },
    ),
    "ru": Story(
        language="ru",
        site="Вестник дня",
        title="Китай и США провели в Вашингтоне первый диалог по киберпреступности",
        paragraphs=(
            "Китай и Соединённые Штаты провели 1 и 2 декабря в Вашингтоне первый совместный диалог высокого уровня по "
            "киберпреступности и договорились о ряде шагов.",
            "Сопредседателями встречи были член Государственного совета Го Шэнкунь, министр юстиции Лоретта Линч и "
            "министр внутренней безопасности Джей Джонсон.",
            "Правительства согласовали руководящие принципы для взаимных запросов о помощи. В них указано, что должен "
            "содержать запрос и в какой срок на него следует ответить.",
            "Весной 2016 года пройдёт штабное учение. Специалисты двух сторон разберут несколько случаев, в том числе "
            "проникновение в системы компании, чтобы понять, где сотрудничество идёт медленно.",
            "Стороны решили создать горячую линию для срочных вопросов. Её охват и порядок работы предстоит определить до "
            "следующей встречи.",
            "Они намерены теснее сотрудничать в борьбе с детской порнографией, использованием технологий террористами, "
            "мошенничеством по электронной почте и торговлей средствами для преступлений в сети.",
            "Следующий диалог намечен на июнь 2016 года в Пекине. Там рассмотрят ход выполнения каждого из этих шагов, "
            "говорится в итоговом документе двух правительств.",
        ),
        day="3 декабря 2015",
        words={
            "home": "Главная",
            "world": "В мире",
            "about": "О нас",
            "related": "Читайте также",
            "comments": "Комментарии",
            "cookies": "Мы используем файлы cookie, чтобы сайт работал удобнее. Примите все или выберите настройки.",
            "comment": "Очень интересная статья, обязательно расскажу о ней своим друзьям, большое спасибо автору",
            "other": "Биржа закрылась небольшим ростом после спокойной недели торгов",
            "published": "Опубликовано",
            "print": "Распечатать страницу",
            "rights": "Все права защищены.",
            "by": "Наш корреспондент",
            "share": "Поделиться в сети",
            "summary": "О чём договорились за два дня переговоров.",
            "updated": "Обновлено",
        },
    ),
}
