"""Names of many origins, as Faker knows them and as a letter model makes them up, in Latin letters."""

from __future__ import annotations

import random
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex
from faker import Faker

LATIN_LOCALES: Mapping[str, tuple[str, ...]] = {
    "british": ("en_GB", "en_GB", "en_GB", "ga_IE", "en_IE"),
    "american": ("en_US", "en_US", "en_US", "en_CA", "en_AU", "en_NZ"),
    "french": ("fr_FR", "fr_BE", "fr_CA"),
    "german": ("de_DE", "de_AT", "de_CH", "nl_NL", "nl_BE", "lb_LU"),
    "nordic": ("sv_SE", "no_NO", "da_DK", "fi_FI", "is_IS", "et_EE"),
    "spanish": ("es_ES", "es_MX", "es_AR", "es_CO", "es_CL", "pt_PT", "pt_BR"),
    "italian": ("it_IT", "ro_RO", "mt_MT"),
    "slavic": ("pl_PL", "cs_CZ", "sk_SK", "hr_HR", "sl_SI", "bs_BA", "lt_LT", "lv_LV"),
    "hungarian": ("hu_HU", "sq_AL"),
    "turkish": ("tr_TR", "az_AZ"),
    "south_asian": ("en_IN", "en_IN", "en_PK", "en_BD"),
    "african": ("en_NG", "yo_NG", "ig_NG", "ha_NG", "en_KE", "zu_ZA", "tw_GH", "sw"),
    "east_asian": ("vi_VN", "id_ID", "fil_PH", "en_TH", "en_PH"),
}
OTHER_ALPHABETS: Mapping[str, tuple[str, ...]] = {
    "slavic": ("ru_RU", "uk_UA", "bg_BG", "sr_BA", "mk_MK"),
    "greek": ("el_GR",),
}
# Origins whose Faker lists are in other alphabets, written here in the spellings usual in Britain.
WRITTEN: Mapping[str, tuple[str, str]] = {
    "arabic": (
        "Mohammed Muhammad Mohamed Ahmed Ali Hassan Hussein Omar Umar Yusuf Youssef Ibrahim Ismail Khalid Khaled Mustafa Mahmoud "
        "Abdullah Abdul Abdulrahman Abdelaziz Bilal Tariq Tarek Samir Karim Kareem Nabil Faisal Fahad Saad Salim Salman Hamza Hakim "
        "Jamal Jamil Rashid Rachid Zayn Zaid Ziad Anwar Amir Adel Bassam Hadi Haitham Imad Issa Jaber Marwan Munir Nasser Osama Qasim "
        "Ramzi Sami Suleiman Taha Wael Walid Yahya Yasin Fatima Fatimah Aisha Aysha Khadija Maryam Mariam Zainab Zaynab Amina Layla "
        "Leila Noor Nour Huda Hanan Hala Iman Jamila Karima Lubna Maha Mona Nadia Naima Rania Rasha Reem Salma Samira Sana Sara Shireen "
        "Soraya Yasmin Yasmina Zahra Asma Dina Farah Ghada Inas Rabia Sumaya Tahira Wafa Safiya Halima Habiba Abu Umm",
        "Ahmed Ali Hassan Hussain Khan Abdullah Rahman Al-Hassan Al-Rashid Al-Sayed Al-Masri Al-Khatib El-Amin El-Sayed Bin-Salem Haddad "
        "Khoury Nasser Mansour Saleh Salem Qureshi Siddiqui Ansari Hashimi Karimi Hosseini Ahmadi Rezaei Mohammadi Moradi Jafari Sharifi "
        "Rahimi Sultani Zadran Barakzai Noorzai Stanikzai Osman Abdi Warsame Farah Mohamud Jama Yusuf Aden Omar Ismail Dirie Elmi Hersi Duale "
        "Bensaid Benali Boudiaf Bouazza Chaoui Cherif Hamdi Idrissi Lahlou Mansouri Naciri Ouazzani Saidi Tazi Zidane Ziani Trabelsi Ayari "
        "Gharbi Jebali Mejri Fahmy Farouk Gamal Ghali Habib Ibrahim Kamel Mahfouz Naguib Ramadan Shaheen Sobhi Tawfik Zaki Darwish Hamdan "
        "Hijazi Jaber Kanaan Masoud Nassar Odeh Qasim Shalabi Suleiman Taha Yassin Zayed ibn-Ziyad al-Baghdadi al-Farsi as-Sabah",
    ),
    "south_asian": (
        "Aarav Aditi Ajay Akash Amit Amrit Anand Ananya Anil Anita Anjali Arjun Arun Asha Ashok Bhavna Chandra Deepa Deepak Devi Dinesh Divya "
        "Gaurav Geeta Gita Gopal Gurpreet Hardeep Harjit Harpreet Indira Ishaan Jagdish Jaspreet Jaswinder Jayesh Jyoti Kamal Kamala Karan Kavita "
        "Kiran Kishore Krishna Kuldeep Kumar Lakshmi Lalita Madhu Mahesh Manish Manjit Manoj Meena Meera Mohan Mukesh Nalini Naresh Naveen "
        "Neha Nikhil Nisha Nitin Padma Parvati Pooja Pradeep Prakash Pranav Priya Rahul Raj Rajesh Rajinder Rakesh Ram Ramesh Rani Ravi Rekha Ritu "
        "Rohan Rohit Rupa Sachin Sandeep Sangeeta Sanjay Santosh Sarita Satish Shakti Shanta Sharmila Shilpa Shiv Shobha Shreya Simran Sita Sneha "
        "Sonia Subhash Sudha Sukhdev Sunil Sunita Suresh Sushila Swati Tara Uma Usha Vandana Varun Vijay Vikram Vinod Vishal Yash Imran Shahid "
        "Nasreen Farzana Rukhsana Shabnam Tahmina Rubina Shamim Sultana Begum Bibi Kaur Singh Asif Arif Javed Naveed Waqar Zubair Zeeshan Usman",
        "Patel Shah Singh Kaur Sharma Kumar Gupta Mehta Desai Joshi Reddy Rao Nair Menon Iyer Iyengar Pillai Chatterjee Mukherjee Banerjee "
        "Bose Das Dutta Ghosh Sen Sengupta Chowdhury Chaudhry Choudhury Begum Khatun Miah Uddin Islam Rahman Hossain Akhtar Ahmed Khan Malik "
        "Butt Bhatti Sheikh Mirza Baig Raja Rana Gill Sandhu Sidhu Dhillon Grewal Bains Virk Johal Dosanjh Atwal Mann Mahajan Kapoor Khanna "
        "Malhotra Chopra Arora Ahuja Bhatia Sethi Anand Verma Varma Mishra Tiwari Pandey Trivedi Dwivedi Shukla Yadav Thakur Rathore Chauhan "
        "Solanki Parmar Modi Parekh Bhatt Vyas Pandya Dave Kulkarni Deshpande Patil Jadhav Pawar Gaikwad Naidu Krishnan Subramaniam Raman Venkatesh "
        "Perera Fernando Silva de-Silva Jayawardena Bandara Wickramasinghe Gunawardena Rajapaksa Sivakumar Selvarajah Thapa Gurung Rai Tamang Shrestha",
    ),
    "east_asian": (
        "Wei Li Ming Jing Xiu Ying Hui Yan Fang Lei Jun Qiang Tao Hao Bo Chen Feng Gang Hong Hua Jian Jie Juan Kun Lan Ling Mei Min Na Ning "
        "Ping Qing Rong Shan Shu Ting Wen Xia Xiang Xiao Xin Xue Yang Yi Yong Yu Yuan Yun Zhen Zhi Zhong Ka-Yan Wai-Ming Siu-Ling Chi-Wai Kwok "
        "Wing Man-Kit Tsz Lok Hoi Yee Min-jun Seo-yeon Ji-hoon Soo-jin Hyun-woo Eun-ji Young-ho Kyung Jae-hyun Mi-sook Sung-min Hye-jin Dong "
        "Thanh Tuan Hung Minh Linh Huong Lan Trang Phuong Duc Quang Hai Long Nga Thuy Ngoc Hoang Bao Anh Van Thi Dung Somchai Malee Niran Aung "
        "Thant Khin Maung Haruto Yuto Sota Yuki Hayato Haruki Ryusei Koki Sora Ren Hiroshi Kenji Takashi Akira Satoshi Makoto Hinata Yui Aoi "
        "Sakura Hana Rin Mio Riko Yuna Akiko Keiko Yoko Naoko Emiko Tomoko Michiko Ayumi Mayumi Kazuko Nobu Taro Jiro Ichiro Shinji Daisuke",
        "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Gao Lin Luo Zheng Liang Xie Song Tang Deng Feng Han Cao Zeng "
        "Peng Xiao Cai Pan Tian Dong Yuan Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Lo Chan Wong Cheung Lau Leung Ng Ho Kwok Yip Chow Mak Fung "
        "Tsang Lam Chiu Kwan Yeung Poon Tse Tsui Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Shin Seo Kwon Hwang Ahn Song Yoo Hong Jeon "
        "Nguyen Tran Le Pham Hoang Phan Vu Vo Dang Bui Do Ngo Duong Ly Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi "
        "Kato Yoshida Yamada Sasaki Yamaguchi Matsumoto Inoue Kimura Hayashi Shimizu Yamazaki Mori Abe Ikeda Hashimoto Ishikawa Ogawa Okada "
        "Hasegawa Fujita Goto Maeda Kondo Ishii Saito Sakamoto Endo Aoki Fujii Nishimura Fukuda Ota Miura Takeuchi Nakajima Matsuda Hirano "
        "Tokugawa Minamoto Fujiwara Ashikaga Uesugi Shimazu Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Aquino Ramos Dela-Cruz Sukarno",
    ),
    "jewish": (
        "Avi Avraham Moshe Yosef Yaakov Yitzhak Shlomo David Chaim Menachem Mordechai Shmuel Yehuda Eliezer Eitan Ehud Gideon Hillel Ilan "
        "Itai Lev Meir Nachum Naftali Noam Oren Pinchas Reuven Shimon Tzvi Uri Yair Yoni Zev Zalman Rivka Rachel Leah Sarah Miriam Chana "
        "Shira Tamar Yael Dvora Esther Tova Malka Golda Bracha Chaya Devorah Gila Hadassah Ilana Liora Michal Naomi Noa Orly Ruth Shoshana",
        "Cohen Levy Mizrahi Peretz Biton Dahan Avraham Friedman Goldberg Goldstein Rosenberg Rosenthal Silverman Weiss Katz Kaplan Shapiro "
        "Schwartz Greenberg Feldman Adler Bernstein Blum Blumenthal Epstein Finkelstein Fishman Ginsberg Gold Goldman Grossman Halpern Hirsch "
        "Horowitz Kahn Klein Kohn Landau Lerner Levin Levitsky Liebermann Lifshitz Mandelbaum Margolis Mendelsohn Nussbaum Oppenheimer Perlman Rabinovich "
        "Roth Rothstein Rubin Rubinstein Sachs Segal Singer Spector Stein Steinberg Tannenbaum Wasserman Weinberg Weinstein Wolf Zuckerman Zilber",
    ),
    "african": (
        "Abebe Almaz Amare Bekele Berhane Dawit Fikre Genet Girma Haile Kebede Lemlem Meron Mulu Selam Senait Tadesse Tekle Tesfaye Tigist Yared "
        "Zewdu Kwame Kofi Kwabena Kojo Yaw Akosua Abena Adwoa Ama Afua Esi Efua Nana Yaa Ayodele Babatunde Chidi Chioma Chinedu Chukwuemeka Emeka "
        "Folake Funmilayo Ifeoma Ikenna Ngozi Nneka Obinna Olamide Olu Oluwaseun Olufemi Sade Segun Temitope Tunde Uche Yetunde Adaeze "
        "Thabo Sipho Nomvula Lindiwe Themba Zanele Mandla Nkosana Bongani Tendai Tatenda Rutendo Farai Chipo Kudzai Nyasha Mwangi Wanjiru Kamau "
        "Njeri Otieno Achieng Odhiambo Kipchoge Cheptoo Mutua Nakato Wasswa Babirye Mamadou Aminata Fatou Ousmane Ibrahima Moussa Aissatou Cheikh "
        "Modou Awa Khady Jean-Bosco Immaculee Uwimana Habimana Mugisha Niyonzima Kagabo Dieudonne Espoir Bienvenu Yohannes Semhar Feven Filmon",
        "Abebe Bekele Tadesse Haile Gebremariam Tesfaye Woldemariam Desta Alemu Mengistu Mensah Owusu Boateng Asante Osei Appiah Agyeman Amoah "
        "Ofori Antwi Addo Adjei Annan Nkrumah Adeyemi Adebayo Okafor Okonkwo Eze Nwosu Obi Okoro Nwachukwu Igwe Balogun Ogunleye Olawale Oyelaran "
        "Adewale Akande Afolabi Bello Danjuma Usman Dlamini Nkosi Ndlovu Khumalo Mokoena Mthembu Zulu Sithole Moyo Ncube Chikwanha Mutasa Banda "
        "Phiri Mwale Tembo Zimba Kamau Kariuki Njoroge Wambui Ochieng Omondi Onyango Wekesa Kiplagat Mutiso Juma Mushi Mwakyusa Nsubuga Ssali "
        "Okello Opio Museveni Diallo Diop Ndiaye Fall Sow Ba Sy Traore Keita Coulibaly Toure Kone Ouattara Camara Conde Sylla Kamara Sesay Koroma "
        "Conteh Bangura Jalloh Mbeki Tshabalala Kabila Lumumba Mobutu Nzinga Tshisekedi Mukendi Ilunga Habyarimana Uwamahoro Ghebreselassie",
    ),
}

_CYRILLIC = dict(
    zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґђјљњћџ",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i yi ye g dj j lj nj c dz".split(" "),
        strict=True)
)  # fmt: skip
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_LATIN_NAME = regex.compile(r"[\p{Latin}][\p{Latin}'’\-. ]*[\p{Latin}]")


@dataclass(frozen=True, slots=True)
class Pool:
    """First and last names of one origin."""

    origin: str
    first: tuple[str, ...]
    last: tuple[str, ...]


def romanised(name: str) -> str:
    """A Russian, Ukrainian, Bulgarian, Serbian or Greek name in Latin letters, capitals kept at the start."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c) or c == "\u0306")
    plain = unicodedata.normalize("NFC", plain).lower()
    return "".join(_CYRILLIC.get(c, _GREEK.get(c, c)) for c in plain).title()


@cache
def pools() -> tuple[Pool, ...]:
    """One pool for each origin, in a fixed order."""
    first: dict[str, set[str]] = defaultdict(set)
    last: dict[str, set[str]] = defaultdict(set)
    for table, convert in ((LATIN_LOCALES, str), (OTHER_ALPHABETS, romanised)):
        for origin, locales in table.items():
            for locale in locales:
                first[origin].update(map(convert, _listed(locale, "first_names")))
                last[origin].update(map(convert, _listed(locale, "last_names")))
    for origin, (given, family) in WRITTEN.items():
        first[origin].update(given.split())
        last[origin].update(family.split())
    first["east_asian"].update(_listed("zh_CN", "first_romanized_names"))
    last["east_asian"].update(_listed("zh_CN", "last_romanized_names"))
    return tuple(Pool(origin, _usable(first[origin]), _usable(last[origin])) for origin in sorted(first))


def _listed(locale: str, kind: str) -> list[str]:
    """All names of one kind that Faker has for a locale; male and female forms together."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # Faker announces that a locale will be renamed
        person = next(p for p in Faker(locale).factories[0].providers if ".person." in type(p).__module__)
    found: list[str] = []
    for suffix in ("", "_male", "_female"):
        names = getattr(person, kind + suffix, None) or getattr(person, kind.replace("_names", suffix + "_names"), None)
        found.extend(name if isinstance(name, str) else name[0] for name in names or ())
    return found


def _usable(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name.strip() for name in names if _LATIN_NAME.fullmatch(name.strip()) and len(name) < 22}))


class MadeUp:
    """Words that sound like the names of a list, by chains of three letters; most are on no list anywhere."""

    _ORDER = 3

    def __init__(self, names: Sequence[str]) -> None:
        self._next: dict[str, list[str]] = defaultdict(list)
        for name in names:
            padded = "^" * self._ORDER + name.lower() + "$"
            for at in range(self._ORDER, len(padded)):
                self._next[padded[at - self._ORDER : at]].append(padded[at])

    def make(self, rng: random.Random) -> str:
        """One made-up name of 3 to 12 letters, capitalised."""
        for _ in range(20):
            state, made = "^" * self._ORDER, ""
            while len(made) < 14:
                letter = rng.choice(self._next[state])
                if letter == "$":
                    break
                made += letter
                state = (state + letter)[-self._ORDER :]
            if 3 <= len(made) <= 12 and made.isalpha():
                return made.capitalize()
        return made.capitalize() or "Anon"
