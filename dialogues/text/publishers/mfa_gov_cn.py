"""The Ministry of Foreign Affairs of China: mfa.gov.cn and fmprc.gov.cn, in Chinese and in English."""

from dialogues.text.publishers.adapter import Adapter

ADAPTER = Adapter(
    hosts=("mfa.gov.cn", "fmprc.gov.cn"),
    text="//*[@id='News_Body_Txt_A'] | //*[contains(@class, 'TRS_Editor')][not(ancestor::*[@id='News_Body_Txt_A'])]",
    without=".//style | .//*[contains(@class, 'bdsharebuttonbox')]",
    title="//*[@id='News_Body_Title'] | //*[contains(@class, 'news-title')]//h1",
    published_on="//*[@id='News_Body_Time'] | //*[contains(@class, 'news-title')]//*[contains(@class, 'time')]",
    kinds=(
        (r"答记者问|主持例行记者会|Regular Press Conference|Remarks on", "transcript"),
        (r"联合声明|联合公报|联合新闻公报|Joint Statement|Joint Communiqu", "joint_statement"),
        (
            r"会见|会谈|通电话|举行.{0,30}(?:对话|磋商)|\b(?:Meets|Holds Talks|Speaks on the Phone|Consultations?)\b",
            "readout",
        ),
        (r"发言人.{0,20}(?:声明|谈话)|Spokesperson", "press_release"),
    ),
)
